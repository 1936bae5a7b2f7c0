# The words of the window, in English.

## Said in many places

cancel = Cancel
close = Close
save = Save
open = Open
browse = Browse…
copy = Copy
remove = Remove
path = Path
name = Name
yes = yes
no = no
unknown-holder = unknown
show-place = Show this place
go-to-day = Go to this day
all-places = All places
places-in-view-scope = Places in view
by-format-csv = CSV
by-format-markdown = Markdown
by-format-text = text
bad-date = Could not understand the date “{ $typed }”; write it like 2015-04-25 or 25 Apr 2015
and-more = and { $count } more
list-and = { $first } and { $last }
count-places = { $count ->
    [one] 1 place
   *[other] { $count } places
}
count-changes = { $count ->
    [one] 1 change
   *[other] { $count } changes
}
count-reports = { $count ->
    [one] 1 report
   *[other] { $count } reports
}
count-events = { $count ->
    [one] 1 event
   *[other] { $count } events
}
count-sources = { $count ->
    [one] 1 source
   *[other] { $count } sources
}
count-dates = { $count ->
    [one] 1 date
   *[other] { $count } dates
}
count-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
count-problems = { $count ->
    [one] 1 problem
   *[other] { $count } problems
}

event-change = change
event-initial = state at the start
event-capture = capture
event-recapture = recapture
event-handover = handover
event-clashes = clashes
event-agreement = agreement
event-uprising = uprising
event-withdrawal = withdrawal
event-siege-start = siege start
event-siege-end = siege end
confidence-low = low
confidence-medium = medium
confidence-high = high
## src/app/command.rs

command-next-day = Next day
command-previous-day = Previous day
command-next-month = Next month
command-previous-month = Previous month
command-next-change = Next change
command-previous-change = Previous change
command-first-day = First day
command-last-day = Last day
command-play = Play or pause
command-back = Back
command-forward = Forward
command-time-in = Show less time
command-time-out = Show more time
command-whole-time = Show the whole time
command-range = Range on the timeline
command-type-date = Type a date
command-search = Find a place
command-next-rule = Next rule
command-previous-rule = Previous rule
command-compare = Compare two rules
command-compare-days = Compare two days
command-measure = Measure
command-deselect = Close the place
command-zoom-in = Zoom in
command-zoom-out = Zoom out
command-fit-all = Show all places
command-open = Open…
command-save-as = Save as…
command-snapshot = Save a picture…
command-timelapse = Save a time-lapse…
command-shortcuts = Keyboard shortcuts
command-quit = Quit
command-next-day-hint = Go one day on
command-previous-day-hint = Go one day back
command-next-month-hint = Go one month on
command-previous-month-hint = Go one month back
command-next-change-hint = Go to the next change of the selected place, or of any place in view
command-previous-change-hint = Go to the change before, of the selected place or of any place in view
command-first-day-hint = Go to the first day
command-last-day-hint = Go to the last day
command-play-hint = Let the days pass
command-back-hint = Go back to where you have been: day, map and place
command-forward-hint = Go forward again
command-time-in-hint = Zoom the timeline in, around the shown day
command-time-out-hint = Zoom the timeline out
command-whole-time-hint = Show all days on the timeline
command-range-hint = Set two handles on the timeline, between which time plays, or take them away
command-type-date-hint = Type a date to go to
command-search-hint = Find a place by name
command-next-rule-hint = Colour by the next rule: as assessed, confirmed by two, by three, as told by each camp
command-previous-rule-hint = Colour by the rule before
command-compare-hint = Show the map under two rules, or end the comparison
command-compare-days-hint = Show the map on two days, or end the comparison
command-measure-hint = Measure distances and areas on the map by clicks, or end it
command-deselect-hint = Close the place's panel
command-zoom-in-hint = Show less ground, larger
command-zoom-out-hint = Show more ground, smaller
command-fit-all-hint = Zoom out to all places
command-open-hint = Open a project file or a chronicle folder
command-save-as-hint = Write the chronicle as a project file or a folder
command-snapshot-hint = Write what the map shows as a picture
command-timelapse-hint = Write what the map shows from date to date as a film
command-shortcuts-hint = List all keys
command-quit-hint = End Salient

## src/gui/top_bar.rs

menu-file = File
menu-layers = Layers
menu-view = View
menu-numbers = Numbers
menu-help = Help
menu-compare = Compare
menu-stop = Stop
menu-stop-hint = Stop { $what }; nothing is left behind
menu-recent = Recent files
menu-recent-none = Nothing has been opened yet
menu-bundled = Bundled chronicle of Syria
menu-problems = Problems ({ $number })…
menu-background = Background
menu-tile-address = Tile address
menu-tile-file-hint = path of a .pmtiles file
menu-tile-file = Tile file
menu-network-note = Network is used only for the choices that say so.
menu-symbols = Faction symbols in markers
menu-legend = Legend
menu-ground = Ground, inferred from places
menu-territory = Territory
menu-territory-hint = Colour the ground nearest to each place
menu-fronts = Fronts
menu-fronts-hint = Draw lines where the ground of two sides meets
menu-areas = Imported areas
menu-areas-hint = Draw the areas that the chronicle brings along
menu-reach = Reach
menu-reach-hint = How far from a place its ground goes at most
menu-suffix-km = {" "}km
menu-reach-km = Reach in kilometres
menu-smoothing = Smoothing
menu-smoothing-off = off
menu-smoothing-light = light
menu-smoothing-strong = strong
menu-movement = Movement since
menu-movement-hint = Show the earlier front, and the ground that changed hands
menu-suffix-days-ago = {" "}days ago
menu-movement-days = Days of movement
menu-doubts = Doubts, drawn on the markers
menu-disputed = Reports disagree
menu-disputed-hint = A dashed ring
menu-uncertain = Date uncertain
menu-uncertain-hint = Hatched
menu-unconfirmed = No report at all
menu-unconfirmed-hint = Hollow
menu-stale = No report for
menu-stale-hint = Faded by the age of the newest report
menu-suffix-days = {" "}days
menu-stale-days = Days until a report is old
menu-views = Views…
menu-chapters = Chapters…
menu-names = Names
menu-colours = Colours of the factions
menu-vision = As seen with
menu-vision-note = A preview of the map's colours
menu-ui-scale = Size of the interface
menu-theme = Theme
menu-theme-system = As the desktop
menu-theme-light = Light
menu-theme-dark = Dark
menu-gains = Gains and losses…
menu-places = Table of places…
menu-chart = Chart…
menu-sources = Sources…
menu-ribbons = Control ribbons…
menu-about = About Salient and the data…
menu-find-hint = Find (Ctrl+K or /)
menu-found = Found
menu-found-nothing = Nothing has this name: no place, day, faction, chapter, command or report
menu-found-places = Places
menu-found-days = Days
menu-found-factions = Factions: to the next gain or loss in view
menu-found-reports = Reports
menu-found-report = { $place }, { $date }: { $said }
menu-found-commands = Commands
menu-window-title = { $date } · { $title } · Salient
menu-window-title-changed = { $date } · { $title } (changed) · Salient

## src/scene/style.rs and src/app/settings.rs

menu-vision-usual = Usual
menu-vision-protanopia = Protanopia (no red)
menu-vision-deuteranopia = Deuteranopia (no green)
menu-vision-tritanopia = Tritanopia (no blue)
menu-vision-achromatopsia = Achromatopsia (no colour)
menu-colours-conventional = Conventional
menu-colours-safe = Colour-vision safe
menu-colours-grey = Print grey
menu-names-latin = Latin
menu-names-arabic = Arabic
menu-names-both = Both
menu-background-embedded = Natural Earth (embedded)
menu-background-openstreetmap = OpenStreetMap (network)
menu-background-address = Own tile address (network)
menu-background-file = Own .pmtiles file

## src/gui/dialogs.rs

dialog-unsaved = Changes that are not saved
dialog-unsaved-open = { $title } was changed since it was opened. Save it before another chronicle is opened?
dialog-unsaved-quit = { $title } was changed since it was opened. Save it before Salient ends?
dialog-discard = Discard the changes
dialog-open = Open a chronicle
dialog-open-note = A project file (.gpkg) or a chronicle folder. You can also drop either on the window.
dialog-open-hint = path of a file or folder
dialog-browse-folder = Browse for a folder…
dialog-save = Save the chronicle as
dialog-save-project = A project file: one GeoPackage that QGIS opens too
dialog-save-folder = A folder of CSV files: for spreadsheets and version control
dialog-save-hint = path to write
dialog-file-exists = It is there already and will be replaced.
dialog-picture = Save a picture
dialog-title-and-date = { $title }, { $date }
dialog-size-screen = Screen, 1280 by 800
dialog-size-full-hd = Full HD, 1920 by 1080
dialog-size-4k = 4K, 3840 by 2160
dialog-size-square = Square, 1080 by 1080
dialog-size-portrait = Portrait, 1080 by 1350
dialog-transparent = Transparent
dialog-transparent-hint = Without a base map, to lay the picture over another (.png, .webp, .svg)
dialog-sheet = On one sheet with
dialog-sheet-dates = Further dates
dialog-sheet-hint = With the shown day they go on one sheet, with one scale and one legend
dialog-beside = Beside the map
dialog-beside-nothing = Nothing
dialog-beside-why = Why this colour
dialog-beside-sources = Numbered sources
dialog-picture-note = The credit is always included; the base map is the embedded one.
dialog-picture-hint = picture.png, .webp, .jpg, .svg or .pdf
dialog-copy-picture = Copy to the clipboard
dialog-copy-picture-hint = Puts the picture into the clipboard, as pixels
dialog-save-picture = Save the picture
dialog-print-size = { $width } by { $height } mm in print, at 300 pixels an inch
dialog-size = Size in pixels
dialog-width = Width
dialog-height = Height
dialog-size-by = by
dialog-presets = Presets
dialog-extent = Extent
dialog-extent-view = What the map shows
dialog-extent-place = The selected place
dialog-show-title = Title and date
dialog-legend-below = beneath the map
dialog-legend-below-hint = The legend hides no place then; for narrow pictures
dialog-scale-bar = Scale bar
dialog-inset = Inset
dialog-inset-hint = A small map that says where in the world the picture is
dialog-gains = Gains and losses
dialog-gains-hint = Of the places in view, in the 30 days before
dialog-chart = Chart
dialog-chart-hint = Who held how many of the places in view, over time
dialog-symbols = Faction symbols
dialog-dark = Dark
dialog-highlight = Ring the selected place
dialog-title = Title
dialog-title-hint = title
dialog-subtitle = Subtitle
dialog-subtitle-hint = subtitle
dialog-arabic = Words in Arabic
dialog-style = Style
dialog-style-none = none; a .toml file of the desk
dialog-style-file = Style file
dialog-style-hint = What it says counts more than the choices above
dialog-problems = Problems in the data
dialog-problems-none = Every row could be read as it is.
dialog-about-salient = Who holds which town, since when, and who says so.
dialog-about-this = This chronicle
dialog-about-counts = { $title }: { $places }, { $events }, { $reports }
dialog-about-rule = Rule
dialog-about-rule-text = As assessed: every event takes effect on its date as the chronicle records it. Colours are that assessment; the reports behind each are in the place's panel.
dialog-about-map = Base map and fonts
dialog-about-map-text = Natural Earth, public domain; its borders are de facto and carry no judgement. Noto Sans and Noto Sans Arabic, SIL Open Font License. JPEG files are written by software based in part on the work of the Independent JPEG Group.
dialog-keys-or = {"  "}or{"  "}
dialog-arrow-keys = Arrow keys on the map
dialog-arrow-keys-hint = Click the map first, then Alt with an arrow key moves it

## src/gui/app.rs and src/gui/run.rs

dialog-filter-project = Salient project
dialog-filter-all = All files
dialog-filter-picture = PNG, WebP, JPEG, SVG or PDF
dialog-filter-film = MP4, GIF, WebP or APNG
dialog-filter-ribbons = PNG or SVG picture
dialog-no-file-dialog = Could not open the desktop's file dialog ({ $error }); type the path
hint-dismiss = Dismiss
hint-got-it = Got it
hint-first-run = New here? Drag the slider below or press Space to let time pass; click a town to see who holds it and who says so; switch the rule above; / finds anything; ? lists all keys.
hint-problems = The data has { $problems }; see File, Problems

## src/gui/keep_dialogs.rs

views-title = Views
views-note = A view is when, where, under which rule and with which layers, as a text.
views-paste-hint = paste a view here
views-field = View
views-go = Go there
views-copy = Copy the present view
views-copied = Copied the view to the clipboard
views-none = No view is kept yet: give the present one a name, and it stays with the project.
views-remove-hint = Remove the view { $name }
views-name-hint = name
views-name = Name of the view
views-keep = Keep the present view
chapters-title = Chapters
chapters-none = There is no chapter yet. Set a range on the timeline (T) and add it here.
chapters-name = Name of chapter { $number }
chapters-from = First day of chapter { $number }
chapters-to = Last day of chapter { $number }
chapters-remove-hint = Remove chapter { $number }
chapters-add-range = Add the range of the timeline
chapters-add-day = Add the shown day
chapters-new = New chapter
chapters-keys = Keys 1 to 9 play the first nine.
chapters-change = Change the chapters
chapters-no-name = Chapter { $number } has no name; type one
chapters-no-date = Chapter { $number }: { $typed } is no date; write it like 2015-04-25
chapters-backwards = Chapter { $number } ends before it begins; exchange its days

## src/gui/timelapse_dialog.rs

film-title = Save a time-lapse
film-from = From
film-from-day = From day
film-to = to
film-to-day = To day
film-from-shown = From the shown day
film-frame-every = A frame every
film-step = Step
film-step-day = day
film-step-week = week
film-step-month = month
film-step-change = change
film-rate = Dates per second
film-rate-field = Dates in a second
film-fade = Frames to fade
film-fade-hint = Frames between two dates in which one fades into the other
film-every-change = Show every change
film-every-change-hint = Adds dates where a place changes twice between two of them
film-chapters = Stop at chapters
film-chapters-hint = Stays for two seconds where a chapter begins, with its name beneath the date
film-size-screen = Screen, 1280 by 720
film-size-portrait = Portrait, 1080 by 1920
film-format = Format
film-format-pictures = Numbered pictures
film-path-hint = film.mp4, .gif, .webp, .apng, or a folder
film-save = Save the time-lapse
film-bad-date = could not understand the date { $typed }; write YYYY-MM-DD
film-bad-rate = could not understand the rate { $typed }; write a number like 10
film-length = { $dates }: a film of { $seconds } seconds.
film-length-added = { $dates }, { $added } of them added to show every change: a film of { $seconds } seconds.

## src/gui/tiles.rs

tiles-own = Own tiles
tiles-openstreetmap-credit = © OpenStreetMap contributors
tiles-from-own-address = Tiles from your own address
tiles-from-own-file = Tiles from your own file
tiles-no-address = No tile address is given: type one in the Layers menu
tiles-wrong-address = The tile address cannot be used: it must begin with http and hold { $z }, { $x } and { $y }
tiles-no-file = No .pmtiles file is chosen: choose one in the Layers menu
tiles-wrong-file = { $path } is no .pmtiles file of version 3
tiles-unreadable-file = { $path } cannot be read as a .pmtiles file: { $error }
tiles-failed = { $missing } of { $wanted } tiles could not be loaded; the embedded map is shown beneath
menu-language = Language


## app/wording.rs: control in sentences

control-comma = ,{" "}
control-about-month = about { $date } (month known)
control-about-year = about { $date } (year known)
control-unknown = control unknown
control-held = held by { $holder }
control-shared = shared with { $names }
control-contested = contested by { $names }
control-besieged = besieged by { $names }
control-lapsed = a report took the event's effect away
control-succeeded = succession: { $faction } had ended
control-disputed = disputed
control-uncertain = uncertain
control-unconfirmed = unconfirmed
control-stale = stale
control-seconds-left = , { $seconds } s left
control-minutes-left = , { $minutes } min left

## app/why.rs: why a place has its colour

why-stance-for = For
why-stance-against = Against
why-stance-context = Context
why-nothing-in-force = No event takes effect until { $date }.
why-lapsed = No event is in force: that of { $date } ({ $kind }, { $control }) lost its effect on { $day }.
why-in-force = The event in force is of { $date }: { $kind }, { $control }.
why-succession = { $faction } had ended, so from { $date } its successor holds what it held: derived, not an event.
why-known-at-once = It was known from its own day.
why-known-later = { $days ->
    [one] It was known from { $date }, 1 day later.
   *[other] It was known from { $date }, { $days } days later.
}
why-known-before = Its earliest report is of { $date }, before the event.
why-left-out = { $count ->
    [one] 1 later event does not take effect under this rule; the last is of { $date } ({ $kind }: { $control }). { $reason }
   *[other] { $count } later events do not take effect under this rule; the last is of { $date } ({ $kind }: { $control }). { $reason }
}
why-disputed = Disputed: reports on the event name different holders.
why-uncertain = Uncertain: the change happened on some day from { $from } to { $to }.
why-unconfirmed = Unconfirmed: no report on the event in force is recorded.
why-stale = { $days ->
    [one] Stale: no report on the place for more than 1 day.
   *[other] Stale: no report on the place for more than { $days } days.
}
why-link-report = report
why-link-archived = archived copy
why-others = What other rules say
why-other-agrees = the same
why-other-differs = otherwise
why-others-differ = Other rules say otherwise
why-mark-agrees = {"  same      "}
why-mark-differs = {"  otherwise "}
why-no-date = no date
why-holder = holder: { $holder }
why-not-yet-known = not yet known
why-same-day = the same day
why-days-later = { $days ->
    [one] 1 day later
   *[other] { $days } days later
}
why-days-before = { $days ->
    [one] 1 day before
   *[other] { $days } days before
}
why-sources = Sources
why-changes-shown = Changes shown here from { $from } to { $to }
why-no-report = No report is recorded.
why-who-unnamed = a publisher that is not named
why-who-citing = { $publisher }, citing { $cited }
why-who-counts-as = { $who } (counts as { $sources })
why-not-known-before = It was not known before { $date }.
why-initial = It is the state at the start, which holds under every rule.
why-camp = the camp “{ $camp }”
why-silent = { $name } is silent on it, so it does not take effect.
why-last-word = The last word of { $name } on it, a report ({ $report }),
why-last-word-dated = The last word of { $name } on it, a report of { $date } ({ $report }),
why-word-names = { $word } disputes it and names { $holder } as the holder: the state becomes that.
why-word-disputes = { $word } disputes it, so it does not take effect.
why-word-supports = { $word } supports it.
why-none-decides = no report supports or disputes it
why-some-support = { $count ->
    [one] 1 report supports it, none disputes it
   *[other] { $count } reports support it, none disputes it
}
why-reports-support = { $count ->
    [one] 1 report supports it
   *[other] { $count } reports support it
}
why-reports-dispute = { $count ->
    [one] 1 report disputes it
   *[other] { $count } reports dispute it
}
why-assessed = The chronicle assesses it so; { $reports }.
why-assessed-with-confidence = The chronicle assesses it so with { $confidence } confidence; { $reports }.
why-confirmed = { $count ->
    [one] 1 source supports it; the rule asks for { $least }.
   *[other] { $count } different sources support it; the rule asks for { $least }.
}
why-last-change = The picture last changed on { $date }, from { $before } to { $after }: { $cause }.

## app/corrections.rs: what was seen otherwise

why-without-effect = without effect
why-not-known = not known
why-corrected = { $days ->
    [one] then { $then }; since { $since }, 1 day after the event: { $now }
   *[other] then { $then }; since { $since }, { $days } days after the event: { $now }
}
why-disputed-since = reports disagree since { $date }
why-corrected-and-disputed = { $changed }; { $disputed }

## gui/place_panel.rs

place-click-one = Click a place on the map to see who held it, since when, and who says so.
place-changes-on = Changes on { $date }
place-no-change-on-day = None on this day.
place-next-change = Next change
place-before-that = Before that
place-nothing-before = Nothing is recorded before this day.
place-corrected-after = Corrected after { $date }
place-no-corrections = Every event until this day was seen then as it is seen now.
place-corrections = { $count ->
    [one] 1 event until this day was seen otherwise with what was published by then.
   *[other] { $count } events until this day were seen otherwise with what was published by then.
}
place-more-corrections = and { $count } more; `salient corrections` lists them all
place-close = Close the place
place-close-by-key = Close (Esc)
place-inhabitants = { $number } inhabitants
place-history = History ({ $number })
place-why = Why this colour
place-name-by-drag = Or drag with Shift held on the map
place-name-left = Move the name left
place-name-right = Move the name right
place-name-up = Move the name up
place-name-down = Move the name down
place-name-back = Put the name back
place-name-hint = Move the place's name on the map; Save as… keeps where it stands
place-copied-answer = Copied the answer to the clipboard
place-why-as-text = Why this colour, as text
place-why-as-markdown = Why this colour, as Markdown
place-nothing-to-cite = No report to cite
place-plain-text = Plain text
place-citations = { $count ->
    [one] 1 citation, { $form }
   *[other] { $count } citations, { $form }
}
place-copied-citations = { $count ->
    [one] Copied 1 citation to the clipboard
   *[other] Copied { $count } citations to the clipboard
}
place-copy-hint = Copy the answer, or citations of the reports on the event in force
place-go-there = Go there
place-colour-by-rule = Colour the map by this rule
place-count-for = { $count } for
place-count-against = { $count } against
place-count-context = { $count } context
place-reports-by-stance = { $count ->
    [one] 1 report: { $stances }
   *[other] { $count } reports: { $stances }
}
place-no-report = No report is recorded
place-published-after = Published after the day of knowledge
place-more-reports-of-why = and { $count } more reports; `salient why` lists them all
place-since = since
place-no-record-before = nothing is recorded before this day
place-disputed = ·  disputed: the reports name different holders
place-uncertain = ·  the day of the change is uncertain
place-ribbon = Control ribbon
place-from-to = { $from } to { $to }
place-tick-for = for
place-tick-against = against
place-more-reports = and { $count } more reports
place-no-event = No event is recorded for this place.
place-later-events = { $count } later events; move the slider on to see them
place-earlier-events = { $count } earlier events; move the slider back to see them
place-overtaken = overtaken the same day
place-no-effect = no effect under this rule
place-from = from { $date }
place-in-force = in force
place-no-report-but-confidence = No report is recorded. Confidence: { $confidence }.
place-confidence = confidence { $confidence }
place-more-reports-of-history = and { $count } more reports; `salient history` lists them all
place-citing = citing { $source }
place-names-holder = ·  holder: { $holder }
place-open-report = Open the report
place-open-archived = Open the archived copy
place-no-web-address = This is no web address; Salient does not open it
place-in-language = in { $language }
link-alive = there on { $date }
link-moved = there on { $date }, at another address
link-dead = gone on { $date }
link-unreachable = not reached on { $date }
link-refused = not shown to a program on { $date }
link-checked = Checked on { $date }
link-checked-with-answer = Checked on { $date }, answer { $code }
link-copy-kept = copy kept ({ $sum })
link-copy-in-folder = { $file } in the chronicle's folder

## gui/map_panel.rs, gui/map_side.rs

map-name = Map
map-other-name = Map under the other rule
map-swipe-between = Swipe between the rules
map-since = since { $date }
map-legend = Places in view on { $date }: { $rows }
map-legend-under = Places in view on { $date } { $rule }: { $rows }
map-measure-back = Take the last point back
map-measure-end = End measuring
map-measure-end-keys = M or Esc
map-measure-begin = Click on the map to measure from point to point
map-measured = { $length }; closed: { $around } km around, { $area } km²
map-zoom-in = Zoom in
map-zoom-out = Zoom out
map-fit = Show all places
map-tiles-again = Try again
map-tiles-embedded = Use the embedded map
map-where-rules-differ = on which the rules differ

## gui/rule_menu.rs

rule-name = Rule
rule-hint = The rule that turns claims into colours (R, Shift+R)
rule-left = Left
rule-right = Right
rule-swipe = Swipe
rule-side-by-side = Side by side
rule-only-differences = Only where they differ
rule-places-differ = { $count } of { $all } places differ
rule-exchange = Exchange
rule-exchange-hint = The two maps change sides
rule-end-comparison = End the comparison
rule-own-day = on a day of its own
rule-own-day-hint = The right map stays on a day of its own
rule-day-of-right-map = Day of the right map
rule-gains = Gains and losses…
rule-gains-hint = What changed between the two days, as a table
rule-which-events = Which events take effect
rule-as-assessed = As assessed: all events, as recorded
rule-no-reports = The chronicle has no reports: no other rule can be applied.
rule-confirmed-by = Confirmed by at least
rule-confirming-sources = Sources that must confirm
rule-different-sources = different sources
rule-by-camp = As told by a camp
rule-by-source = As told by a source
rule-find-source = Find a source
rule-no-source = No source has this name
rule-what-is-known = What is known
rule-all-reports = All reports, also those published later
rule-each-day = On each day only what was published by then
rule-each-day-hint = The map as the newsroom knew it
rule-published-until = Only what was published until
rule-day-of-knowledge = Day of knowledge
rule-take-shown-day = Take the day shown, { $date }

## numbers_view.rs, diff.rs, series.rs

numbers-making-ground = Working out the ground of all places
numbers-copy-as = Copy as { $form }
numbers-copied = Copied { $what } as { $form } to the clipboard
numbers-gains-title = Gains and losses
numbers-gains = gains and losses
numbers-from-day = From day
numbers-to-day = To day
numbers-by-gainer = By gainer
numbers-by-region = By region
numbers-by-chapter = By chapter
numbers-no-region = no region
numbers-no-chapter = no chapter
numbers-no-gains = No place is held otherwise on the later day than on the earlier. Choose days further apart.
numbers-faction = Faction
numbers-places = Places
numbers-people = People
numbers-km2 = km²
numbers-km2-inferred = km², inferred
numbers-gains-in-pictures = Pictures list them too: Save a picture, Gains and losses.
numbers-from-to = { $before } to { $after }
numbers-gains-heading = { $title }, from { $from } to { $to }, { $rule }
numbers-head-faction = faction
numbers-head-places = places
numbers-head-people = people
numbers-head-km2 = km² (inferred)
numbers-head-place = place
numbers-head-from = from
numbers-head-to = to
numbers-head-changed-on = changed on
numbers-head-reports = reports
numbers-places-on = Places on { $date }
numbers-filter-hint = name, region or holder
numbers-filter = Filter the table
numbers-cut-off = { $places }: all places whose ground touches theirs are held by another side
numbers-fly-there = Fly there
numbers-chart-title = Who held how much
numbers-absolute = Absolute
numbers-shares = Shares
numbers-scope-all = all places
numbers-scope-view = places in view
numbers-scope-region = places in { $region }
numbers-scope-only = only places { $what }
numbers-of-shares = shares
numbers-of-inferred = inferred from places
numbers-no-people = The chronicle does not say how many people live in these places.
numbers-nothing-to-count = There is no place to count here.
numbers-ground-inferred = Ground is inferred from places.
numbers-the-numbers = the numbers
numbers-chart-hint = chart.png, .svg or .csv
numbers-chart-file = File of the chart
numbers-save-chart = Save the chart
numbers-chart = Chart of who held how much

## timeline_panel.rs

timeline-changes-on-day = { $count ->
    [one] 1 change on this day
   *[other] { $count } changes on this day
}
timeline-pause = Pause
timeline-play = Play
timeline-date = Date
timeline-date-hint = Type a date like 2015-04-25 (G)
timeline-pick = Pick
timeline-pick-hint = Pick a date
timeline-year-back = Year back
timeline-month-back = Month back
timeline-month-on = Month on
timeline-year-on = Year on
timeline-monday = Mo
timeline-tuesday = Tu
timeline-wednesday = We
timeline-thursday = Th
timeline-friday = Fr
timeline-saturday = Sa
timeline-sunday = Su
timeline-suffix-days = {" "}days/s
timeline-suffix-changes = {" "}changes/s
timeline-days-per-second = Days per second
timeline-changes-per-second = Changes per second
timeline-speed-hint = How fast time passes when playing; drag or type
timeline-playing = Playing
timeline-by-days = Day by day
timeline-by-changes = From change to change in view
timeline-backwards = Back in time
timeline-loop = In a loop
timeline-loop-hint = From the end on again from the beginning
timeline-pause-on-change = Pause on a change in view
timeline-playing-hint = What passes when playing, which way, and when it stops
timeline-from-to = { $from } to { $to }
timeline-range = Range
timeline-two-handles = Two handles on the timeline
timeline-only-changed = Show only what changed hands since the first handle
timeline-only-changed-hint = In the colour of who gained it, until the day of the slider
timeline-numbered = Numbered in the order in which it changed
timeline-zoom-to-range = Zoom the timeline to the range
timeline-zoom-in = Zoom the timeline in
timeline-zoom-out = Zoom the timeline out
timeline-whole-time = Show the whole time
timeline-bars-in-view = Bars count only places in view
timeline-range-hint = Two handles between which time plays, what changed between them, and how much time is shown
timeline-chapters = Chapters
timeline-chapters-hint = Play a chapter (1 to 9, or a click on its band)
timeline-slider = Timeline, { $date }
timeline-play-chapter = Play { $chapter }
timeline-play-chapter-key = Play { $chapter } ({ $key })
timeline-length-day = day
timeline-length-week = week
timeline-length-month = month
timeline-length-year = year
timeline-bar = { $date }, { $changes } in the { $length }
timeline-places-differ = { $count ->
    [one] 1 place differs
   *[other] { $count } places differ
}
timeline-differ-most = places that differ, at most { $most }

## filter_bar.rs, filter.rs

filter-filter = Filter
filter-filter-count = Filter ({ $count })
filter-holder = Holder
filter-kind = Kind of place
filter-region = Region
filter-event = Event in force
filter-confidence = Confidence
filter-source = Reported by
filter-source-hint = find a source
filter-source-field = Source to filter by
filter-disputed-only = Disputed only
filter-take-away = Take the filter away
filter-hint = Show and count only places that pass: map, timeline, tables, numbers and pictures
filter-only-places = Only places
filter-take-away-one = Take away: { $condition }
filter-clear = Clear
filter-clear-hint = Take the whole filter away
filter-scope = on the map, in the timeline, tables, numbers and pictures
filter-held-by = held by { $faction }
filter-in = in { $region }
filter-by = by { $event }
filter-of-confidence = { $confidence } confidence
filter-unstated = unstated
filter-reported-by = reported by { $source }
filter-disputed = disputed
filter-or = { $first } or { $other }

## ribbons_view.rs, ribbons.rs

ribbons-title = Control ribbons
ribbons-about = { $from } to { $to }, { $rule }.
ribbons-about-ticks = Ticks above a ribbon are reports for, below it against. Point at it to read them; a click goes to the day.
ribbons-filter-hint = Name or region
ribbons-filter = Filter ribbons
ribbons-in-view = In view
ribbons-sort-by = Sort by
ribbons-sort-by-this = Sort by { $order }
ribbons-turn-round = Click again to turn the order round
ribbons-no-places = The chronicle has no places. Open another with File, Open.
ribbons-none-in-view = The map shows no place. Choose “All places”, or close this and move the map.
ribbons-none-named-in-view = No place in view has this in its name or region. Choose “All places”, or filter by less.
ribbons-none-named = No place has this in its name or region. Filter by less, or clear the field to see all.
ribbons-place = Place
ribbons-region = Region
ribbons-changes = Changes
ribbons-last-change = Last change
ribbons-holder = Holder
ribbons-a-to-z = A to Z
ribbons-z-to-a = Z to A
ribbons-fewest-first = fewest first
ribbons-most-first = most first
ribbons-oldest-first = oldest first
ribbons-newest-first = newest first
ribbons-show-place = Show this place on the map
ribbons-ribbon-of = Ribbon of { $place }
ribbons-path-hint = ribbons.png or ribbons.svg
ribbons-save = Save the ribbons
ribbons-wrong-ending = The name must end in .png (pixels) or .svg (shapes and text).
ribbons-too-many = { $places }; the picture holds the first { $most }, in this order.
ribbons-in-this-order = { $places }, in this order.
ribbons-the-first = the first { $first } of { $places }
ribbons-subtitle = Control from { $from } to { $to }, { $rule }: { $places }
ribbons-description = { $subtitle }. One band a place, in the colours of who held it; reports for above it, against below

## sources_view.rs

sources-title = Sources
sources-none = The chronicle has no reports, so there are no sources to set beside each other.
sources-none-hint = Reports come from reports.csv, the names and camps of their sources from sources.csv. Save the chronicle as a folder, add the two tables, and open it again.
sources-filter = Filter sources
sources-none-named = No source, alias or camp has this name
sources-search = Search the reports
sources-search-hint = Words of publisher, source, title, claim, address or place
sources-of = of
sources-all = All sources
sources-all-hint = List the reports of all sources
sources-reports-found = { $count ->
    [one] 1 report found
   *[other] { $count } reports found
}
sources-sort-by = Sort by { $column }
sources-row-hint = Click to list only its reports
sources-repeats = { $count ->
    [one] 1 of them has the link of another report on the same event
   *[other] { $count } of them have the link of another report on the same event
}
sources-sided-hint = supported { $supported }, disputed { $disputed }
sources-map = Map
sources-map-hint = Show the map as told by { $source }
sources-no-report-found = No report holds all these words. Fewer words find more; letter case does not count.
sources-and-more = and { $count } more; more words find fewer, `salient sources --reports` lists them all
sources-no-date = no date
sources-supports = supports
sources-disputes = disputes
sources-context = context
sources-go-to = Go to { $place }, { $date }
sources-open-report = Open the report
sources-no-address = This is no web address; Salient does not open it

## place_table.rs

table-place = Place
table-region = Region
table-holder = Holder
table-since = Since
table-changed-hands = Changed hands
table-last-report = Last report
table-disputed = Disputed
table-cut-off-since = Cut off since
table-held-longest = Held longest
table-changed-most = Changed hands most
table-cut-off = Cut off

## update.rs

notice-no-other-rule = The chronicle has no reports: there is no other rule than as assessed
notice-no-change-of-place-after = No change of this place after { $date }
notice-no-change-of-place-before = No change of this place before { $date }
notice-no-change-in-view-after = No change of the places in view after { $date }
notice-no-change-in-view-before = No change of the places in view before { $date }
notice-no-turn-after = No gain or loss of { $faction } in view after { $date }
notice-no-turn-before = No gain or loss of { $faction } in view before { $date }
notice-view-without-name = Could not keep the view: it has no name; type one
notice-view-not-kept = Could not keep the view: { $error }
notice-chapters-not-changed = Could not change the chapters: { $error }
notice-name-not-moved = Could not move the name: { $error }
notice-no-web-address = Could not open the link: it is no web address (http or https)
notice-problems = The data has { $problems }; see File, Problems
notice-picture-copied = The picture is in the clipboard
job-rule = applying the rule
job-other-rule = applying the other rule
job-names = preparing the names
job-ground = working out the ground
job-painting = painting
job-opening-bundled = opening the bundled chronicle
job-opening = opening { $path }
job-writing = writing { $path }

## jobs.rs

job-progress = { $done } of { $all }{ $left }
job-mistake = Could not finish the work: Salient made a mistake; please report it
job-no-thread = Could not start the work: the system gives no thread ({ $error }); close other programs
notice-wrote-project = Wrote the project { $path }
notice-wrote-folder = Wrote the folder { $path }
notice-wrote-chart = Wrote the chart { $path }
notice-wrote-ribbons = { $count ->
    [one] Wrote 1 ribbon to { $path }
   *[other] Wrote { $count } ribbons to { $path }
}
notice-wrote-sheet = Wrote the sheet { $path }
notice-wrote-sheet-but = Wrote the sheet { $path }; { $note }
notice-wrote-film = Wrote { $path }: { $note }
notice-film-stopped = Stopped before the film was whole; nothing was written
notice-wrote-picture = Wrote the picture { $path }
notice-wrote-picture-but = Wrote the picture { $path }; { $note }

filter-within = in the drawn area
map-measure-filter = Only places inside
map-measure-filter-hint = Filter by the area within the line: map, timeline, tables, numbers and pictures
menu-found-before = the one before
menu-found-before-hint = The gain or loss before, of { $faction }
## app/sources.rs

sources-first-of = { $count } of { $all }
sources-head-name = Source
sources-head-camp = Camp
sources-head-reports = Reports
sources-head-first = First
sources-head-last = Last
sources-head-sided = Sided
sources-head-first-to-tell = First to tell
sources-head-median-delay = Median delay
sources-hint-name = Who makes the claims, by canonical name
sources-hint-camp = The camp that sources.csv gives
sources-hint-reports = Reports in which it makes a claim
sources-hint-first = The day on which its first report was published
sources-hint-last = The day on which its last report was published
sources-hint-sided = How often the assessment sided with it: its reports that support an event, of those that support or dispute one
sources-hint-first-to-tell = Events on which no report for or against is older, of those on which it took sides
sources-hint-median-delay = Days from an event to its report, the median; only events of which the day is known
sources-before = { $span } before
notice-stopped = Stopped; nothing was written
notice-no-ground = The ground is not shown: it was stopped while it was worked out. Layers, Territory shows it again.
job-for = { $what }, { $seconds } s
numbers-make-ground = Work out the ground of all places
count-frames = { $count ->
    [one] 1 frame
   *[other] { $count } frames
}
film-made = { $frames } of { $dates }
film-made-added = { $frames } of { $dates }, { $added } of them added so that no change is passed over
