# The words of pictures, in English.

places-in-view = { $count } places in view
places-of-all-dates = Places on all dates
unknown = Unknown
contested = contested
besieged = besieged
shared = shared
disputed = reports disagree
uncertain = date uncertain
unconfirmed = no report at all
stale = no report for { $days } days

front = front
front-on = front on { $date }
changed-since = changed hands since { $date }
contested-ground = contested ground
ground = Ground: inferred from places, reach { $km } km
ground-unlimited = Ground: inferred from places
no-data = No colour: no data
imported = Areas with an outline: as imported
colours = Colours: { $rule }
only-places = Only places { $what }
changed-between = that changed hands from { $from } to { $to }

control = Control { $rule }
base-map = Base map: Natural Earth
made-with = Made with Salient

gains = Gains and losses since { $date }
no-gains = No place in view changed hands.
chart = Who held the places in view

km = { $number } km
m = { $number } m

kind-city = city
kind-town = town
kind-village = village
kind-district = district
kind-military-base = military base
kind-air-base = air base
kind-border-crossing = border crossing
kind-dam = dam
kind-strategic-site = strategic site

assessed = as assessed
told-by = as told by { $source }
camp = as told by the camp “{ $camp }”
confirmed = { $count ->
    [one] confirmed by 1 source
   *[other] confirmed by { $count } sources
}
known-on = { $basis }, as known on { $date }
known-each-day = { $basis }, as known on each day
