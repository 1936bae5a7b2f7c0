# The words of the window, in Arabic.

## Said in many places

cancel = إلغاء
close = إغلاق
save = حفظ
open = فتح
browse = استعراض…
copy = نسخ
remove = حذف
path = المسار
name = الاسم
yes = نعم
no = لا
unknown-holder = غير معروفة
show-place = إظهار هذا المكان
go-to-day = الانتقال إلى هذا اليوم
all-places = كل الأماكن
places-in-view-scope = الأماكن الظاهرة
by-format-csv = بصيغة CSV
by-format-markdown = بصيغة Markdown
by-format-text = نصًّا
bad-date = تعذّر فهم التاريخ «{ $typed }»؛ اكتبه مثل 2015-04-25 أو 25 نيسان 2015
and-more = و{ $count } غيرها
list-and = { $first } و{ $last }
count-places = { $tail ->
    [zero] لا أماكن
    [one] مكان واحد
    [two] مكانان
    [few] { $count } أماكن
    [many] { $count } مكانًا
   *[other] { $count } مكان
}
count-changes = { $tail ->
    [zero] لا تغييرات
    [one] تغيير واحد
    [two] تغييران
    [few] { $count } تغييرات
    [many] { $count } تغييرًا
   *[other] { $count } تغيير
}
count-reports = { $tail ->
    [zero] لا تقارير
    [one] تقرير واحد
    [two] تقريران
    [few] { $count } تقارير
    [many] { $count } تقريرًا
   *[other] { $count } تقرير
}
count-events = { $tail ->
    [zero] لا أحداث
    [one] حدث واحد
    [two] حدثان
    [few] { $count } أحداث
    [many] { $count } حدثًا
   *[other] { $count } حدث
}
count-sources = { $tail ->
    [zero] لا مصادر
    [one] مصدر واحد
    [two] مصدران
    [few] { $count } مصادر
    [many] { $count } مصدرًا
   *[other] { $count } مصدر
}
count-dates = { $tail ->
    [zero] لا تواريخ
    [one] تاريخ واحد
    [two] تاريخان
    [few] { $count } تواريخ
    [many] { $count } تاريخًا
   *[other] { $count } تاريخ
}
count-days = { $tail ->
    [zero] لا أيام
    [one] يوم واحد
    [two] يومان
    [few] { $count } أيام
    [many] { $count } يومًا
   *[other] { $count } يوم
}
count-problems = { $tail ->
    [zero] لا مشكلات
    [one] مشكلة واحدة
    [two] مشكلتان
    [few] { $count } مشكلات
    [many] { $count } مشكلة
   *[other] { $count } مشكلة
}

event-change = تغيير
event-initial = الوضع في البداية
event-capture = سيطرة
event-recapture = استعادة
event-handover = تسليم
event-clashes = اشتباكات
event-agreement = اتفاق
event-uprising = انتفاضة
event-withdrawal = انسحاب
event-siege-start = بداية حصار
event-siege-end = نهاية حصار
confidence-low = منخفضة
confidence-medium = متوسطة
confidence-high = عالية
## src/app/command.rs

command-next-day = اليوم التالي
command-previous-day = اليوم السابق
command-next-month = الشهر التالي
command-previous-month = الشهر السابق
command-next-change = التغيير التالي
command-previous-change = التغيير السابق
command-first-day = اليوم الأول
command-last-day = اليوم الأخير
command-play = تشغيل أو إيقاف مؤقت
command-back = رجوع
command-forward = تقدّم
command-time-in = عرض مدة أقصر
command-time-out = عرض مدة أطول
command-whole-time = عرض المدة كلها
command-range = نطاق على الخط الزمني
command-type-date = كتابة تاريخ
command-search = البحث عن مكان
command-next-rule = القاعدة التالية
command-previous-rule = القاعدة السابقة
command-compare = مقارنة قاعدتين
command-compare-days = مقارنة يومين
command-measure = قياس
command-deselect = إغلاق المكان
command-zoom-in = تكبير
command-zoom-out = تصغير
command-fit-all = عرض كل الأماكن
command-open = فتح…
command-save-as = حفظ باسم…
command-snapshot = حفظ صورة…
command-timelapse = حفظ فيلم زمني…
command-shortcuts = اختصارات لوحة المفاتيح
command-quit = إنهاء
command-next-day-hint = التقدّم يومًا واحدًا
command-previous-day-hint = الرجوع يومًا واحدًا
command-next-month-hint = التقدّم شهرًا واحدًا
command-previous-month-hint = الرجوع شهرًا واحدًا
command-next-change-hint = الانتقال إلى التغيير التالي في المكان المحدَّد أو في أي مكان ظاهر
command-previous-change-hint = الانتقال إلى التغيير السابق في المكان المحدَّد أو في أي مكان ظاهر
command-first-day-hint = الانتقال إلى اليوم الأول
command-last-day-hint = الانتقال إلى اليوم الأخير
command-play-hint = ترك الأيام تمرّ
command-back-hint = الرجوع إلى الموضع السابق: اليوم والخريطة والمكان
command-forward-hint = التقدّم من جديد
command-time-in-hint = تكبير الخط الزمني حول اليوم المعروض
command-time-out-hint = تصغير الخط الزمني
command-whole-time-hint = عرض كل الأيام على الخط الزمني
command-range-hint = وضع مقبضين على الخط الزمني يجري التشغيل بينهما، أو إزالتهما
command-type-date-hint = كتابة تاريخ للانتقال إليه
command-search-hint = البحث عن مكان باسمه
command-next-rule-hint = التلوين وفق القاعدة التالية: تقييم السجل، تأكيد مصدرين، تأكيد ثلاثة، رواية كل معسكر
command-previous-rule-hint = التلوين وفق القاعدة السابقة
command-compare-hint = عرض الخريطة وفق قاعدتين، أو إنهاء المقارنة
command-compare-days-hint = عرض الخريطة في يومين، أو إنهاء المقارنة
command-measure-hint = قياس المسافات والمساحات على الخريطة بالنقر، أو إنهاء القياس
command-deselect-hint = إغلاق لوحة المكان
command-zoom-in-hint = عرض أرض أقل بحجم أكبر
command-zoom-out-hint = عرض أرض أوسع بحجم أصغر
command-fit-all-hint = التصغير حتى تظهر كل الأماكن
command-open-hint = فتح ملف مشروع أو مجلد سجل أحداث
command-save-as-hint = كتابة سجل الأحداث في ملف مشروع أو مجلد
command-snapshot-hint = كتابة ما تعرضه الخريطة في صورة
command-timelapse-hint = كتابة ما تعرضه الخريطة من تاريخ إلى تاريخ في فيلم
command-shortcuts-hint = سرد كل المفاتيح
command-quit-hint = إنهاء Salient

## src/gui/top_bar.rs

menu-file = ملف
menu-layers = الطبقات
menu-view = عرض
menu-numbers = الأرقام
menu-help = مساعدة
menu-compare = مقارنة
menu-stop = إيقاف
menu-stop-hint = إيقاف { $what }؛ لا يبقى أي أثر
menu-recent = الملفات الأخيرة
menu-recent-none = لم يُفتح شيء بعد
menu-bundled = سجل أحداث سوريا المرفق
menu-problems = المشكلات ({ $number })…
menu-background = الخلفية
menu-tile-address = عنوان البلاطات
menu-tile-file-hint = مسار ملف pmtiles
menu-tile-file = ملف البلاطات
menu-network-note = لا تُستخدم الشبكة إلا مع الخيارات التي تذكرها.
menu-symbols = رموز الجهات في العلامات
menu-legend = مفتاح الخريطة
menu-ground = الأرض، مستنتَجة من الأماكن
menu-territory = تلوين الأرض
menu-territory-hint = تلوين الأرض الأقرب إلى كل مكان
menu-fronts = خطوط الجبهة
menu-fronts-hint = رسم خطوط حيث تلتقي أراضي جهتين
menu-areas = المناطق المستوردة
menu-areas-hint = رسم المناطق الواردة مع سجل الأحداث
menu-reach = المدى
menu-reach-hint = أقصى بُعد عن المكان تمتد إليه أرضه
menu-suffix-km = {" "}كم
menu-reach-km = المدى بالكيلومترات
menu-smoothing = التنعيم
menu-smoothing-off = دون تنعيم
menu-smoothing-light = خفيف
menu-smoothing-strong = قوي
menu-movement = التحرّك منذ (بالأيام)
menu-movement-hint = إظهار خط الجبهة السابق والأرض التي تبدّلت السيطرة عليها
menu-suffix-days-ago = {""}
menu-movement-days = أيام التحرّك
menu-doubts = مواضع الشك، مرسومة على العلامات
menu-disputed = تقارير متضاربة
menu-disputed-hint = حلقة متقطعة
menu-uncertain = تاريخ غير مؤكد
menu-uncertain-hint = مخطّطة
menu-unconfirmed = بلا أي تقرير
menu-unconfirmed-hint = مجوّفة
menu-stale = لا تقرير منذ (بالأيام)
menu-stale-hint = باهتة بقدر قِدم أحدث تقرير
menu-suffix-days = {""}
menu-stale-days = عدد الأيام التي يُعدّ التقرير بعدها قديمًا
menu-views = المشاهد…
menu-chapters = الفصول…
menu-names = الأسماء
menu-colours = ألوان الجهات
menu-vision = كما تُرى مع
menu-vision-note = معاينة لألوان الخريطة
menu-ui-scale = حجم الواجهة
menu-theme = المظهر
menu-theme-system = كسطح المكتب
menu-theme-light = فاتح
menu-theme-dark = داكن
menu-gains = المكاسب والخسائر…
menu-places = جدول الأماكن…
menu-chart = رسم بياني…
menu-sources = المصادر…
menu-ribbons = أشرطة السيطرة…
menu-about = حول Salient والبيانات…
menu-find-hint = بحث (Ctrl+K أو /)
menu-found = نتائج البحث
menu-found-nothing = لا شيء بهذا الاسم: لا مكان ولا يوم ولا جهة ولا فصل ولا أمر ولا تقرير
menu-found-places = الأماكن
menu-found-days = الأيام
menu-found-factions = الجهات: إلى المكسب التالي أو الخسارة التالية بين الأماكن الظاهرة
menu-found-reports = التقارير
menu-found-report = { $place }، { $date }: { $said }
menu-found-commands = الأوامر
menu-window-title = { $date } · { $title } · Salient
menu-window-title-changed = { $date } · { $title } (معدَّل) · Salient

## src/scene/style.rs and src/app/settings.rs

menu-vision-usual = رؤية معتادة
menu-vision-protanopia = عمى الأحمر (بروتانوبيا)
menu-vision-deuteranopia = عمى الأخضر (ديوترانوبيا)
menu-vision-tritanopia = عمى الأزرق (تريتانوبيا)
menu-vision-achromatopsia = عمى الألوان الكلّي (أكروماتوبسيا)
menu-colours-conventional = المتعارف عليها
menu-colours-safe = مناسبة لعمى الألوان
menu-colours-grey = رمادية للطباعة
menu-names-latin = باللاتينية
menu-names-arabic = بالعربية
menu-names-both = بكلتيهما
menu-background-embedded = Natural Earth (مضمّنة)
menu-background-openstreetmap = OpenStreetMap (عبر الشبكة)
menu-background-address = عنوان بلاطات خاص (عبر الشبكة)
menu-background-file = ملف pmtiles خاص

## src/gui/dialogs.rs

dialog-unsaved = تغييرات غير محفوظة
dialog-unsaved-open = عُدّل «{ $title }» منذ فتحه. أتريد حفظه قبل فتح سجل أحداث آخر؟
dialog-unsaved-quit = عُدّل «{ $title }» منذ فتحه. أتريد حفظه قبل إنهاء Salient؟
dialog-discard = تجاهل التغييرات
dialog-open = فتح سجل أحداث
dialog-open-note = ملف مشروع (gpkg) أو مجلد سجل أحداث. ويمكن أيضًا سحب أيٍّ منهما وإفلاته في النافذة.
dialog-open-hint = مسار ملف أو مجلد
dialog-browse-folder = استعراض المجلدات…
dialog-save = حفظ سجل الأحداث باسم
dialog-save-project = ملف مشروع: ملف GeoPackage واحد يفتحه QGIS أيضًا
dialog-save-folder = مجلد من ملفات CSV: للجداول الإلكترونية وإدارة الإصدارات
dialog-save-hint = مسار الحفظ
dialog-file-exists = موجود من قبل وسيُستبدل.
dialog-picture = حفظ صورة
dialog-title-and-date = { $title }، { $date }
dialog-size-screen = شاشة، 1280 في 800
dialog-size-full-hd = Full HD، 1920 في 1080
dialog-size-4k = 4K، 3840 في 2160
dialog-size-square = مربّعة، 1080 في 1080
dialog-size-portrait = طولية، 1080 في 1350
dialog-transparent = شفافة
dialog-transparent-hint = دون خريطة أساس، لوضع الصورة فوق أخرى (png أو webp أو svg)
dialog-sheet = في لوحة واحدة مع
dialog-sheet-dates = تواريخ أخرى
dialog-sheet-hint = توضع مع اليوم المعروض في لوحة واحدة، بمقياس واحد ومفتاح واحد
dialog-beside = إلى جانب الخريطة
dialog-beside-nothing = لا شيء
dialog-beside-why = سبب هذا اللون
dialog-beside-sources = مصادر مرقّمة
dialog-picture-note = يُدرَج بيان الحقوق دائمًا؛ وخريطة الأساس هي المضمّنة.
dialog-picture-hint = picture.png أو webp أو jpg أو svg أو pdf
dialog-copy-picture = نسخ إلى الحافظة
dialog-copy-picture-hint = نسخ الصورة إلى الحافظة بوصفها صورة نقطية
dialog-save-picture = حفظ الصورة
dialog-print-size = { $width } في { $height } مم عند الطباعة، بدقة 300 بكسل في البوصة
dialog-size = القياس بالبكسل
dialog-width = العرض
dialog-height = الارتفاع
dialog-size-by = في
dialog-presets = قياسات جاهزة
dialog-extent = الامتداد
dialog-extent-view = ما تعرضه الخريطة
dialog-extent-place = المكان المحدَّد
dialog-show-title = العنوان والتاريخ
dialog-legend-below = تحت الخريطة
dialog-legend-below-hint = لا يحجب المفتاح عندئذٍ أي مكان؛ للصور الضيقة
dialog-scale-bar = مقياس الرسم
dialog-inset = خريطة الموقع
dialog-inset-hint = خريطة صغيرة تبيّن موقع الصورة من العالم
dialog-gains = المكاسب والخسائر
dialog-gains-hint = للأماكن الظاهرة، في الأيام الثلاثين السابقة
dialog-chart = رسم بياني
dialog-chart-hint = عدد ما كان بيد كل جهة من الأماكن الظاهرة، عبر الزمن
dialog-symbols = رموز الجهات
dialog-dark = داكنة
dialog-highlight = حلقة حول المكان المحدَّد
dialog-title = العنوان
dialog-title-hint = عنوان
dialog-subtitle = العنوان الفرعي
dialog-subtitle-hint = عنوان فرعي
dialog-arabic = النصوص بالعربية
dialog-style = النمط
dialog-style-none = بلا نمط؛ أو ملف toml لقسم الرسوم
dialog-style-file = ملف النمط
dialog-style-hint = ما يرد فيه مقدَّم على الخيارات أعلاه
dialog-problems = مشكلات في البيانات
dialog-problems-none = أمكنت قراءة كل صف كما هو.
dialog-about-salient = من يسيطر على أي بلدة، ومنذ متى، ومن يقول ذلك.
dialog-about-this = سجل الأحداث هذا
dialog-about-counts = { $title }: { $places }، { $events }، { $reports }
dialog-about-rule = القاعدة
dialog-about-rule-text = وفق تقييم السجل: يسري كل حدث في تاريخه كما يدوّنه سجل الأحداث. الألوان هي ذلك التقييم؛ والتقارير التي يستند إليها كل لون في لوحة المكان.
dialog-about-map = خريطة الأساس والخطوط
dialog-about-map-text = خريطة Natural Earth ملكية عامة؛ حدودها حدود الأمر الواقع ولا تنطوي على أي حكم. خطّا Noto Sans وNoto Sans Arabic برخصة SIL Open Font License. تُكتب ملفات JPEG ببرنامج يستند في جزء منه إلى عمل Independent JPEG Group.
dialog-keys-or = {"  "}أو{"  "}
dialog-arrow-keys = مفاتيح الأسهم على الخريطة
dialog-arrow-keys-hint = انقر الخريطة أولًا، ثم حرّكها بالمفتاح Alt مع أحد الأسهم

## src/gui/app.rs and src/gui/run.rs

dialog-filter-project = مشروع Salient
dialog-filter-all = كل الملفات
dialog-filter-picture = PNG أو WebP أو JPEG أو SVG أو PDF
dialog-filter-film = MP4 أو GIF أو WebP أو APNG
dialog-filter-ribbons = صورة PNG أو SVG
dialog-no-file-dialog = تعذّر فتح نافذة اختيار الملفات في سطح المكتب ({ $error })؛ اكتب المسار
hint-dismiss = إخفاء
hint-got-it = فهمت
hint-first-run = هل تستخدم Salient للمرة الأولى؟ اسحب المنزلق أدناه أو اضغط Space ليمرّ الزمن؛ انقر بلدة لترى من يسيطر عليها ومن يقول ذلك؛ بدّل القاعدة أعلاه؛ المفتاح / للبحث عن أي شيء؛ والمفتاح ? لسرد كل المفاتيح.
hint-problems = في البيانات { $problems }؛ انظر «ملف» ثم «المشكلات»

## src/gui/keep_dialogs.rs

views-title = المشاهد
views-note = المشهد نصٌّ يبيّن متى وأين ووفق أي قاعدة وبأي طبقات.
views-paste-hint = الصق مشهدًا هنا
views-field = المشهد
views-go = الانتقال إليه
views-copy = نسخ المشهد الحالي
views-copied = نُسخ المشهد إلى الحافظة
views-none = لا مشهد محفوظ بعد: سمِّ المشهد الحالي فيبقى مع المشروع.
views-remove-hint = حذف المشهد { $name }
views-name-hint = اسم
views-name = اسم المشهد
views-keep = حفظ المشهد الحالي
chapters-title = الفصول
chapters-none = لا فصول بعد. حدّد نطاقًا زمنيًّا على الخط الزمني (T) ثم أضفه هنا.
chapters-name = اسم الفصل { $number }
chapters-from = اليوم الأول من الفصل { $number }
chapters-to = اليوم الأخير من الفصل { $number }
chapters-remove-hint = حذف الفصل { $number }
chapters-add-range = إضافة نطاق الخط الزمني
chapters-add-day = إضافة اليوم المعروض
chapters-new = فصل جديد
chapters-keys = المفاتيح من 1 إلى 9 تشغّل الفصول التسعة الأولى.
chapters-change = تغيير الفصول
chapters-no-name = لا اسم للفصل { $number }؛ اكتب اسمًا
chapters-no-date = الفصل { $number }: { $typed } ليس تاريخًا؛ اكتبه مثل 2015-04-25
chapters-backwards = ينتهي الفصل { $number } قبل أن يبدأ؛ بدّل بين يوميه

## src/gui/timelapse_dialog.rs

film-title = حفظ فيلم زمني
film-from = من
film-from-day = من يوم
film-to = إلى
film-to-day = إلى يوم
film-from-shown = من اليوم المعروض
film-frame-every = إطار كل
film-step = الخطوة
film-step-day = يوم
film-step-week = أسبوع
film-step-month = شهر
film-step-change = تغيير
film-rate = تواريخ في الثانية
film-rate-field = عدد التواريخ في الثانية
film-fade = إطارات التلاشي
film-fade-hint = إطارات بين تاريخين يتلاشى فيها أحدهما في الآخر
film-every-change = إظهار كل تغيير
film-every-change-hint = إضافة تواريخ حيث يتغيّر مكان مرتين بين تاريخين
film-chapters = التوقف عند الفصول
film-chapters-hint = التوقف ثانيتين حيث يبدأ فصل، مع اسمه تحت التاريخ
film-size-screen = شاشة، 1280 في 720
film-size-portrait = طولية، 1080 في 1920
film-format = الصيغة
film-format-pictures = صور مرقّمة
film-path-hint = film.mp4 أو gif أو webp أو apng أو مجلد
film-save = حفظ الفيلم الزمني
film-bad-date = تعذّر فهم التاريخ { $typed }؛ اكتبه بالشكل YYYY-MM-DD
film-bad-rate = تعذّر فهم السرعة { $typed }؛ اكتب عددًا مثل 10
film-length = { $dates }: فيلم مدته { $seconds } ثانية.
film-length-added = { $dates }، أُضيف منها { $added } لإظهار كل تغيير: فيلم مدته { $seconds } ثانية.

## src/gui/tiles.rs

tiles-own = بلاطات خاصة
tiles-openstreetmap-credit = © المساهمون في OpenStreetMap
tiles-from-own-address = بلاطات من عنوانك الخاص
tiles-from-own-file = بلاطات من ملفك الخاص
tiles-no-address = لم يُذكر عنوان للبلاطات: اكتب عنوانًا في قائمة «الطبقات»
tiles-wrong-address = لا يمكن استخدام عنوان البلاطات: يجب أن يبدأ بـ http وأن يضمّ { $z } و{ $x } و{ $y }
tiles-no-file = لم يُختَر ملف pmtiles: اختر ملفًا في قائمة «الطبقات»
tiles-wrong-file = { $path } ليس ملف pmtiles من الإصدار 3
tiles-unreadable-file = تعذّرت قراءة { $path } بوصفه ملف pmtiles: { $error }
tiles-failed = تعذّر تحميل بلاطات ({ $missing } من { $wanted })؛ وتظهر تحتها الخريطة المضمّنة
menu-language = اللغة


## app/wording.rs: control in sentences

control-comma = ،{" "}
control-about-month = نحو { $date } (الشهر معروف)
control-about-year = نحو { $date } (السنة معروفة)
control-unknown = السيطرة غير معروفة
control-held = تحت سيطرة { $holder }
control-shared = بالاشتراك مع { $names }
control-contested = متنازَع عليه مع { $names }
control-besieged = محاصَر من قِبل { $names }
control-lapsed = تقرير أبطل سريان الحدث
control-succeeded = انتقال السيطرة إلى الجهة التي خلفت { $faction }
control-disputed = تقارير متضاربة
control-uncertain = تاريخ غير مؤكد
control-unconfirmed = بلا أي تقرير
control-stale = بلا تقرير حديث
control-seconds-left = ، المتبقّي { $seconds } ث
control-minutes-left = ، المتبقّي { $minutes } د

## app/why.rs: why a place has its colour

why-stance-for = مع
why-stance-against = ضد
why-stance-context = سياق
why-nothing-in-force = لم يسرِ أي حدث حتى { $date }.
why-lapsed = لا حدث يسري: حدث { $date } ({ $kind }، { $control }) بطل سريانه في { $day }.
why-in-force = الحدث الساري بتاريخ { $date }: { $kind }، { $control }.
why-succession = انتهى وجود الجهة { $faction }، فانتقلت هذه السيطرة منذ { $date } إلى الجهة التي خلفتها: وهذا مستنتَج وليس حدثًا.
why-known-at-once = عُرف في يومه.
why-known-later = { $tail ->
    [one] عُرف منذ { $date }، بعد وقوعه بيوم واحد.
    [two] عُرف منذ { $date }، بعد وقوعه بيومين.
    [few] عُرف منذ { $date }، بعد وقوعه بمدة { $days } أيام.
    [many] عُرف منذ { $date }، بعد وقوعه بمدة { $days } يومًا.
   *[other] عُرف منذ { $date }، بعد وقوعه بمدة { $days } يوم.
}
why-known-before = أبكر تقرير عنه بتاريخ { $date }، قبل وقوع الحدث.
why-left-out = { $tail ->
    [one] حدث لاحق واحد لا يسري وفق هذه القاعدة، وهو بتاريخ { $date } ({ $kind }: { $control }). { $reason }
    [two] حدثان لاحقان لا يسريان وفق هذه القاعدة؛ آخرهما بتاريخ { $date } ({ $kind }: { $control }). { $reason }
    [few] { $count } أحداث لاحقة لا تسري وفق هذه القاعدة؛ آخرها بتاريخ { $date } ({ $kind }: { $control }). { $reason }
    [many] { $count } حدثًا لاحقًا لا تسري وفق هذه القاعدة؛ آخرها بتاريخ { $date } ({ $kind }: { $control }). { $reason }
   *[other] { $count } حدث لاحق لا تسري وفق هذه القاعدة؛ آخرها بتاريخ { $date } ({ $kind }: { $control }). { $reason }
}
why-disputed = تقارير متضاربة: تسمّي التقارير عن الحدث جهات مسيطرة مختلفة.
why-uncertain = تاريخ غير مؤكد: وقع التغيير في يوم ما بين { $from } و{ $to }.
why-unconfirmed = بلا أي تقرير: لم يُسجَّل أي تقرير عن الحدث الساري.
why-stale = { $tail ->
    [one] بلا تقرير حديث: لا تقرير عن المكان منذ أكثر من يوم واحد.
    [two] بلا تقرير حديث: لا تقرير عن المكان منذ أكثر من يومين.
    [few] بلا تقرير حديث: لا تقرير عن المكان منذ أكثر من { $days } أيام.
    [many] بلا تقرير حديث: لا تقرير عن المكان منذ أكثر من { $days } يومًا.
   *[other] بلا تقرير حديث: لا تقرير عن المكان منذ أكثر من { $days } يوم.
}
why-link-report = التقرير
why-link-archived = النسخة المؤرشفة
why-others = ما تقوله القواعد الأخرى
why-other-agrees = مطابق
why-other-differs = مخالف
why-others-differ = قواعد أخرى تقول غير ذلك
why-mark-agrees = {"  مطابق  "}
why-mark-differs = {"  مخالف  "}
why-no-date = بلا تاريخ
why-holder = الجهة المسيطرة: { $holder }
why-not-yet-known = لم يكن معروفًا بعد
why-same-day = في اليوم نفسه
why-days-later = { $tail ->
    [one] بعد الحدث بيوم واحد
    [two] بعد الحدث بيومين
    [few] بعد الحدث بمدة { $days } أيام
    [many] بعد الحدث بمدة { $days } يومًا
   *[other] بعد الحدث بمدة { $days } يوم
}
why-days-before = { $tail ->
    [one] قبل الحدث بيوم واحد
    [two] قبل الحدث بيومين
    [few] قبل الحدث بمدة { $days } أيام
    [many] قبل الحدث بمدة { $days } يومًا
   *[other] قبل الحدث بمدة { $days } يوم
}
why-sources = المصادر
why-changes-shown = التغييرات الظاهرة هنا من { $from } إلى { $to }
why-no-report = لم يُسجَّل أي تقرير.
why-who-unnamed = ناشر غير مسمّى
why-who-citing = { $publisher }، نقلًا عن { $cited }
why-who-counts-as = { $who } (يُحسَب ضمن { $sources })
why-not-known-before = لم يكن معروفًا قبل { $date }.
why-initial = هذا هو الوضع في البداية، وهو سارٍ وفق كل القواعد.
why-camp = معسكر «{ $camp }»
why-silent = لا ذكر له لدى { $name }، فلا يسري.
why-last-word = آخر ما ورد عنه لدى { $name }، وهو تقرير ({ $report })،
why-last-word-dated = آخر ما ورد عنه لدى { $name }، وهو تقرير بتاريخ { $date } ({ $report })،
why-word-names = { $word } يعارضه ويسمّي { $holder } جهةً مسيطرة: فيُعتمَد هذا الوضع.
why-word-disputes = { $word } يعارضه، فلا يسري.
why-word-supports = { $word } يؤيّده.
why-none-decides = لا تقرير يؤيّده أو يعارضه
why-some-support = { $tail ->
    [zero] لا تقرير يؤيّده أو يعارضه
    [one] تقرير واحد يؤيّده، ولا تقرير يعارضه
    [two] تقريران يؤيّدانه، ولا تقرير يعارضه
    [few] { $count } تقارير تؤيّده، ولا تقرير يعارضه
    [many] { $count } تقريرًا تؤيّده، ولا تقرير يعارضه
   *[other] { $count } تقرير تؤيّده، ولا تقرير يعارضه
}
why-reports-support = { $tail ->
    [zero] لا تقرير يؤيّده
    [one] تقرير واحد يؤيّده
    [two] تقريران يؤيّدانه
    [few] { $count } تقارير تؤيّده
    [many] { $count } تقريرًا تؤيّده
   *[other] { $count } تقرير تؤيّده
}
why-reports-dispute = { $tail ->
    [zero] لا تقرير يعارضه
    [one] تقرير واحد يعارضه
    [two] تقريران يعارضانه
    [few] { $count } تقارير تعارضه
    [many] { $count } تقريرًا تعارضه
   *[other] { $count } تقرير تعارضه
}
why-assessed = هكذا يقيّمه السجل؛ { $reports }.
why-assessed-with-confidence = هكذا يقيّمه السجل بثقة { $confidence }؛ { $reports }.
why-confirmed = { $tail ->
    [zero] لا مصدر يؤيّده؛ والعدد الذي تطلبه القاعدة: { $least }.
    [one] مصدر واحد يؤيّده؛ والعدد الذي تطلبه القاعدة: { $least }.
    [two] مصدران مختلفان يؤيّدانه؛ والعدد الذي تطلبه القاعدة: { $least }.
    [few] { $count } مصادر مختلفة تؤيّده؛ والعدد الذي تطلبه القاعدة: { $least }.
    [many] { $count } مصدرًا مختلفًا تؤيّده؛ والعدد الذي تطلبه القاعدة: { $least }.
   *[other] { $count } مصدر مختلف تؤيّده؛ والعدد الذي تطلبه القاعدة: { $least }.
}
why-last-change = آخر تغيير في الوضع كان في { $date }: قبله { $before }، وبعده { $after } (السبب: { $cause }).

## app/corrections.rs: what was seen otherwise

why-without-effect = بلا سريان
why-not-known = غير معروف
why-corrected = { $tail ->
    [zero] حينها: { $then }؛ ومنذ { $since }، في يوم الحدث نفسه: { $now }
    [one] حينها: { $then }؛ ومنذ { $since }، بعد الحدث بيوم واحد: { $now }
    [two] حينها: { $then }؛ ومنذ { $since }، بعد الحدث بيومين: { $now }
    [few] حينها: { $then }؛ ومنذ { $since }، بعد الحدث بمدة { $days } أيام: { $now }
    [many] حينها: { $then }؛ ومنذ { $since }، بعد الحدث بمدة { $days } يومًا: { $now }
   *[other] حينها: { $then }؛ ومنذ { $since }، بعد الحدث بمدة { $days } يوم: { $now }
}
why-disputed-since = التقارير متضاربة منذ { $date }
why-corrected-and-disputed = { $changed }؛ { $disputed }

## gui/place_panel.rs

place-click-one = انقر مكانًا على الخريطة لترى من سيطر عليه، ومنذ متى، ومن قال ذلك.
place-changes-on = تغييرات { $date }
place-no-change-on-day = لا تغيير في هذا اليوم.
place-next-change = التغيير التالي
place-before-that = قبل ذلك
place-nothing-before = لم يُسجَّل شيء قبل هذا اليوم.
place-corrected-after = ما صُحِّح بعد { $date }
place-no-corrections = كل حدث حتى هذا اليوم كان يُرى حينها كما يُرى الآن.
place-corrections = { $tail ->
    [one] حدث واحد حتى هذا اليوم كان يُرى على نحو آخر بما نُشر حتى ذلك الحين.
    [two] حدثان حتى هذا اليوم كانا يُرَيان على نحو آخر بما نُشر حتى ذلك الحين.
    [few] { $count } أحداث حتى هذا اليوم كانت تُرى على نحو آخر بما نُشر حتى ذلك الحين.
    [many] { $count } حدثًا حتى هذا اليوم كانت تُرى على نحو آخر بما نُشر حتى ذلك الحين.
   *[other] { $count } حدث حتى هذا اليوم كانت تُرى على نحو آخر بما نُشر حتى ذلك الحين.
}
place-more-corrections = و{ $count } غيرها؛ الأمر `salient corrections` يسردها كلها
place-close = إغلاق المكان
place-close-by-key = إغلاق (Esc)
place-inhabitants = { $number } نسمة
place-history = الأحداث ({ $number })
place-why = سبب هذا اللون
place-name-by-drag = أو اسحبه على الخريطة مع الضغط على Shift
place-name-left = تحريك الاسم يسارًا
place-name-right = تحريك الاسم يمينًا
place-name-up = تحريك الاسم إلى أعلى
place-name-down = تحريك الاسم إلى أسفل
place-name-back = إعادة الاسم إلى موضعه
place-name-hint = تحريك اسم المكان على الخريطة؛ «حفظ باسم…» يُبقي موضعه
place-copied-answer = نُسخ الجواب إلى الحافظة
place-why-as-text = سبب هذا اللون، نصًّا
place-why-as-markdown = سبب هذا اللون، بصيغة Markdown
place-nothing-to-cite = لا تقرير يُستشهَد به
place-plain-text = نص عادي
place-citations = { $tail ->
    [zero] لا استشهادات، { $form }
    [one] استشهاد واحد، { $form }
    [two] استشهادان، { $form }
    [few] { $count } استشهادات، { $form }
    [many] { $count } استشهادًا، { $form }
   *[other] { $count } استشهاد، { $form }
}
place-copied-citations = { $tail ->
    [zero] لم يُنسخ أي استشهاد إلى الحافظة
    [one] نُسخ استشهاد واحد إلى الحافظة
    [two] نُسخ استشهادان إلى الحافظة
    [few] نُسخت { $count } استشهادات إلى الحافظة
    [many] نُسخ { $count } استشهادًا إلى الحافظة
   *[other] نُسخ { $count } استشهاد إلى الحافظة
}
place-copy-hint = نسخ الجواب، أو استشهادات التقارير عن الحدث الساري
place-go-there = الانتقال إليه
place-colour-by-rule = تلوين الخريطة وفق هذه القاعدة
place-count-for = { $count } مع
place-count-against = { $count } ضد
place-count-context = { $count } للسياق
place-reports-by-stance = { $tail ->
    [zero] لا تقارير: { $stances }
    [one] تقرير واحد: { $stances }
    [two] تقريران: { $stances }
    [few] { $count } تقارير: { $stances }
    [many] { $count } تقريرًا: { $stances }
   *[other] { $count } تقرير: { $stances }
}
place-no-report = لم يُسجَّل أي تقرير
place-published-after = نُشر بعد يوم المعرفة
place-more-reports-of-why = { $tail ->
    [one] وتقرير واحد غيرها؛ الأمر `salient why` يسردها كلها
    [two] وتقريران غيرها؛ الأمر `salient why` يسردها كلها
    [few] و{ $count } تقارير غيرها؛ الأمر `salient why` يسردها كلها
    [many] و{ $count } تقريرًا غيرها؛ الأمر `salient why` يسردها كلها
   *[other] و{ $count } تقرير غيرها؛ الأمر `salient why` يسردها كلها
}
place-since = منذ
place-no-record-before = لم يُسجَّل شيء قبل هذا اليوم
place-disputed = ·  تقارير متضاربة: تسمّي جهات مسيطرة مختلفة
place-uncertain = ·  يوم التغيير غير مؤكد
place-ribbon = شريط السيطرة
place-from-to = من { $from } إلى { $to }
place-tick-for = مع
place-tick-against = ضد
place-more-reports = { $tail ->
    [one] وتقرير واحد غيرها
    [two] وتقريران غيرها
    [few] و{ $count } تقارير غيرها
    [many] و{ $count } تقريرًا غيرها
   *[other] و{ $count } تقرير غيرها
}
place-no-event = لم يُسجَّل أي حدث لهذا المكان.
place-later-events = { $tail ->
    [one] حدث لاحق واحد؛ حرّك المنزلق إلى الأمام لرؤيته
    [two] حدثان لاحقان؛ حرّك المنزلق إلى الأمام لرؤيتهما
    [few] { $count } أحداث لاحقة؛ حرّك المنزلق إلى الأمام لرؤيتها
    [many] { $count } حدثًا لاحقًا؛ حرّك المنزلق إلى الأمام لرؤيتها
   *[other] { $count } حدث لاحق؛ حرّك المنزلق إلى الأمام لرؤيتها
}
place-earlier-events = { $tail ->
    [one] حدث سابق واحد؛ حرّك المنزلق إلى الخلف لرؤيته
    [two] حدثان سابقان؛ حرّك المنزلق إلى الخلف لرؤيتهما
    [few] { $count } أحداث سابقة؛ حرّك المنزلق إلى الخلف لرؤيتها
    [many] { $count } حدثًا سابقًا؛ حرّك المنزلق إلى الخلف لرؤيتها
   *[other] { $count } حدث سابق؛ حرّك المنزلق إلى الخلف لرؤيتها
}
place-overtaken = تجاوزه حدث آخر في اليوم نفسه
place-no-effect = لا يسري وفق هذه القاعدة
place-from = منذ { $date }
place-in-force = سارٍ
place-no-report-but-confidence = لم يُسجَّل أي تقرير. الثقة: { $confidence }.
place-confidence = الثقة { $confidence }
place-more-reports-of-history = { $tail ->
    [one] وتقرير واحد غيرها؛ الأمر `salient history` يسردها كلها
    [two] وتقريران غيرها؛ الأمر `salient history` يسردها كلها
    [few] و{ $count } تقارير غيرها؛ الأمر `salient history` يسردها كلها
    [many] و{ $count } تقريرًا غيرها؛ الأمر `salient history` يسردها كلها
   *[other] و{ $count } تقرير غيرها؛ الأمر `salient history` يسردها كلها
}
place-citing = نقلًا عن { $source }
place-names-holder = ·  الجهة المسيطرة: { $holder }
place-open-report = فتح التقرير
place-open-archived = فتح النسخة المؤرشفة
place-no-web-address = هذا ليس عنوان ويب؛ لا يفتحه Salient
place-in-language = باللغة: { $language }
link-alive = كانت الصفحة موجودة في { $date }
link-moved = كانت الصفحة موجودة في { $date }، على عنوان آخر
link-dead = لم تعد الصفحة موجودة في { $date }
link-unreachable = تعذّر الوصول إلى الصفحة في { $date }
link-refused = رُفض عرض الصفحة لبرنامج في { $date }
link-checked = جرى التحقق في { $date }
link-checked-with-answer = جرى التحقق في { $date }، والجواب { $code }
link-copy-kept = نسخة محفوظة ({ $sum })
link-copy-in-folder = { $file } في مجلد سجل الأحداث

## gui/map_panel.rs, gui/map_side.rs

map-name = الخريطة
map-other-name = الخريطة وفق القاعدة الأخرى
map-swipe-between = تمرير بين الخريطتين
map-since = منذ { $date }
map-legend = الأماكن الظاهرة في { $date }: { $rows }
map-legend-under = الأماكن الظاهرة في { $date }، { $rule }: { $rows }
map-measure-back = التراجع عن النقطة الأخيرة
map-measure-end = إنهاء القياس
map-measure-end-keys = M أو Esc
map-measure-begin = انقر على الخريطة للقياس من نقطة إلى نقطة
map-measured = { $length }؛ مغلقًا: المحيط { $around } كم، المساحة { $area } كم²
map-zoom-in = تكبير
map-zoom-out = تصغير
map-fit = عرض كل الأماكن
map-tiles-again = إعادة المحاولة
map-tiles-embedded = استخدام الخريطة المضمّنة
map-where-rules-differ = التي تختلف فيها الخريطتان

## gui/rule_menu.rs

rule-name = القاعدة
rule-hint = القاعدة التي تحوّل الادّعاءات إلى ألوان (R، Shift+R)
rule-left = اليسرى
rule-right = اليمنى
rule-swipe = تمرير
rule-side-by-side = جنبًا إلى جنب
rule-only-differences = حيث تختلفان فقط
rule-places-differ = الأماكن المختلفة: { $count } من { $all }
rule-exchange = تبديل
rule-exchange-hint = تتبادل الخريطتان الجانبين
rule-end-comparison = إنهاء المقارنة
rule-own-day = في يوم خاص بها
rule-own-day-hint = تبقى الخريطة اليمنى على يوم خاص بها
rule-day-of-right-map = يوم الخريطة اليمنى
rule-gains = المكاسب والخسائر…
rule-gains-hint = ما تغيّر بين اليومين، في جدول
rule-which-events = الأحداث السارية
rule-as-assessed = وفق تقييم السجل: كل الأحداث كما سُجّلت
rule-no-reports = لا تقارير في سجل الأحداث: لا يمكن تطبيق قاعدة أخرى.
rule-confirmed-by = بتأكيد ما لا يقل عن
rule-confirming-sources = عدد المصادر التي يجب أن تؤكّد
rule-different-sources = من المصادر المختلفة
rule-by-camp = برواية معسكر
rule-by-source = برواية مصدر
rule-find-source = البحث عن مصدر
rule-no-source = لا مصدر بهذا الاسم
rule-what-is-known = ما هو معروف
rule-all-reports = كل التقارير، حتى ما نُشر لاحقًا
rule-each-day = في كل يوم ما نُشر حتى حينه فقط
rule-each-day-hint = الخريطة كما عرفتها غرفة الأخبار
rule-published-until = فقط ما نُشر حتى
rule-day-of-knowledge = يوم المعرفة
rule-take-shown-day = اعتماد اليوم المعروض، { $date }

## numbers_view.rs, diff.rs, series.rs

numbers-making-ground = حساب أرض كل الأماكن
numbers-copy-as = نسخ { $form }
numbers-copied = نُسخ إلى الحافظة { $form }: { $what }
numbers-gains-title = المكاسب والخسائر
numbers-gains = المكاسب والخسائر
numbers-from-day = من يوم
numbers-to-day = إلى يوم
numbers-by-gainer = حسب الجهة الكاسبة
numbers-by-region = حسب المنطقة
numbers-by-chapter = حسب الفصل
numbers-no-region = بلا منطقة
numbers-no-chapter = بلا فصل
numbers-no-gains = الجهة المسيطرة على كل مكان هي نفسها في اليومين. اختر يومين أكثر تباعدًا.
numbers-faction = الجهة
numbers-places = الأماكن
numbers-people = السكان
numbers-km2 = كم²
numbers-km2-inferred = كم²، استنتاجًا
numbers-gains-in-pictures = تُدرَج في الصور أيضًا: «حفظ صورة» ثم «المكاسب والخسائر».
numbers-from-to = من { $before } إلى { $after }
numbers-gains-heading = { $title }، من { $from } إلى { $to }، { $rule }
numbers-head-faction = الجهة
numbers-head-places = الأماكن
numbers-head-people = السكان
numbers-head-km2 = كم² (استنتاجًا)
numbers-head-place = المكان
numbers-head-from = من
numbers-head-to = إلى
numbers-head-changed-on = تاريخ التغيير
numbers-head-reports = التقارير
numbers-places-on = الأماكن في { $date }
numbers-filter-hint = الاسم أو المنطقة أو الجهة المسيطرة
numbers-filter = تصفية الجدول
numbers-cut-off = { $places }: كل الأماكن المجاورة لأرضها بيد جهة أخرى
numbers-fly-there = الانتقال إلى هناك
numbers-chart-title = حجم سيطرة كل جهة
numbers-absolute = قيم مطلقة
numbers-shares = نِسَب
numbers-scope-all = كل الأماكن
numbers-scope-view = الأماكن الظاهرة
numbers-scope-region = الأماكن في { $region }
numbers-scope-only = فقط الأماكن: { $what }
numbers-of-shares = نِسَب
numbers-of-inferred = مستنتَجة من الأماكن
numbers-no-people = لا يذكر سجل الأحداث عدد سكان هذه الأماكن.
numbers-nothing-to-count = لا مكان هنا لعدّه.
numbers-ground-inferred = الأرض مستنتَجة من الأماكن.
numbers-the-numbers = الأرقام
numbers-chart-hint = chart.png أو svg أو csv
numbers-chart-file = ملف الرسم البياني
numbers-save-chart = حفظ الرسم البياني
numbers-chart = رسم بياني لحجم سيطرة كل جهة

## timeline_panel.rs

timeline-changes-on-day = { $tail ->
    [zero] لا تغييرات في هذا اليوم
    [one] تغيير واحد في هذا اليوم
    [two] تغييران في هذا اليوم
    [few] { $count } تغييرات في هذا اليوم
    [many] { $count } تغييرًا في هذا اليوم
   *[other] { $count } تغيير في هذا اليوم
}
timeline-pause = إيقاف مؤقت
timeline-play = تشغيل
timeline-date = التاريخ
timeline-date-hint = اكتب تاريخًا مثل 2015-04-25 (G)
timeline-pick = اختيار
timeline-pick-hint = اختيار تاريخ
timeline-year-back = سنة إلى الوراء
timeline-month-back = شهر إلى الوراء
timeline-month-on = شهر إلى الأمام
timeline-year-on = سنة إلى الأمام
timeline-monday = ن
timeline-tuesday = ث
timeline-wednesday = ر
timeline-thursday = خ
timeline-friday = ج
timeline-saturday = س
timeline-sunday = ح
timeline-suffix-days = {" "}يوم/ث
timeline-suffix-changes = {" "}تغيير/ث
timeline-days-per-second = أيام في الثانية
timeline-changes-per-second = تغييرات في الثانية
timeline-speed-hint = سرعة مرور الزمن أثناء التشغيل؛ اسحب أو اكتب
timeline-playing = طريقة التشغيل
timeline-by-days = يومًا بعد يوم
timeline-by-changes = من تغيير إلى تغيير في الأماكن الظاهرة
timeline-backwards = إلى الوراء في الزمن
timeline-loop = تكرار
timeline-loop-hint = من النهاية إلى البداية من جديد
timeline-pause-on-change = التوقف عند كل تغيير في الأماكن الظاهرة
timeline-playing-hint = ما الذي يمرّ أثناء التشغيل، وفي أي اتجاه، ومتى يتوقف
timeline-from-to = من { $from } إلى { $to }
timeline-range = نطاق زمني
timeline-two-handles = مقبضان على الخط الزمني
timeline-only-changed = إظهار ما تبدّلت السيطرة عليه منذ المقبض الأول فقط
timeline-only-changed-hint = بلون الجهة التي كسبته، حتى اليوم الذي يشير إليه المنزلق
timeline-numbered = ترقيم بحسب ترتيب التبدّل
timeline-zoom-to-range = تكبير الخط الزمني إلى حدود النطاق
timeline-zoom-in = تكبير الخط الزمني
timeline-zoom-out = تصغير الخط الزمني
timeline-whole-time = عرض المدة كلها
timeline-bars-in-view = الأعمدة تعدّ الأماكن الظاهرة فقط
timeline-range-hint = مقبضان يجري التشغيل بينهما، وما تغيّر بينهما، والمدة المعروضة
timeline-chapters = الفصول
timeline-chapters-hint = تشغيل فصل (1 إلى 9، أو نقرة على شريطه)
timeline-slider = الخط الزمني، { $date }
timeline-play-chapter = تشغيل { $chapter }
timeline-play-chapter-key = تشغيل { $chapter } ({ $key })
timeline-length-day = اليوم
timeline-length-week = الأسبوع
timeline-length-month = الشهر
timeline-length-year = السنة
timeline-bar = { $date }، { $changes } في { $length }
timeline-places-differ = { $tail ->
    [zero] لا أماكن مختلفة
    [one] مكان واحد مختلف
    [two] مكانان مختلفان
    [few] { $count } أماكن مختلفة
    [many] { $count } مكانًا مختلفًا
   *[other] { $count } مكان مختلف
}
timeline-differ-most = الأماكن المختلفة، { $most } على الأكثر

## filter_bar.rs, filter.rs

filter-filter = تصفية
filter-filter-count = تصفية ({ $count })
filter-holder = الجهة المسيطرة
filter-kind = نوع المكان
filter-region = المنطقة
filter-event = الحدث الساري
filter-confidence = درجة الثقة
filter-source = المصدر
filter-source-hint = البحث عن مصدر
filter-source-field = المصدر الذي يُصفّى به
filter-disputed-only = ما تضاربت تقاريره فقط
filter-take-away = إزالة التصفية
filter-hint = الاقتصار في العرض والعدّ على الأماكن المطابقة: الخريطة والخط الزمني والجداول والأرقام والصور
filter-only-places = فقط الأماكن
filter-take-away-one = إزالة: { $condition }
filter-clear = مسح الكل
filter-clear-hint = إزالة التصفية كلها
filter-scope = على الخريطة وفي الخط الزمني والجداول والأرقام والصور
filter-held-by = تحت سيطرة { $faction }
filter-in = في { $region }
filter-by = الحدث: { $event }
filter-of-confidence = بثقة { $confidence }
filter-unstated = غير مذكورة
filter-reported-by = ورد ذكرها لدى { $source }
filter-disputed = تقاريرها متضاربة
filter-or = { $first } أو { $other }

## ribbons_view.rs, ribbons.rs

ribbons-title = أشرطة السيطرة
ribbons-about = من { $from } إلى { $to }، { $rule }.
ribbons-about-ticks = العلامات فوق الشريط تقارير مؤيدة، وتحته تقارير معارضة. أشر إليها لقراءتها؛ والنقرة تنقل إلى اليوم.
ribbons-filter-hint = الاسم أو المنطقة
ribbons-filter = تصفية الأشرطة
ribbons-in-view = الظاهرة
ribbons-sort-by = ترتيب حسب
ribbons-sort-by-this = ترتيب حسب { $order }
ribbons-turn-round = انقر مرة أخرى لعكس الترتيب
ribbons-no-places = لا أماكن في سجل الأحداث. افتح سجلًا آخر من «ملف» ثم «فتح…».
ribbons-none-in-view = لا مكان ظاهر على الخريطة. اختر «كل الأماكن»، أو أغلق هذه النافذة وحرّك الخريطة.
ribbons-none-named-in-view = لا مكان ظاهر يحوي اسمُه أو منطقتُه هذا النص. اختر «كل الأماكن»، أو صفِّ بنص أقصر.
ribbons-none-named = لا مكان يحوي اسمُه أو منطقتُه هذا النص. صفِّ بنص أقصر، أو أفرغ الحقل لترى الكل.
ribbons-place = المكان
ribbons-region = المنطقة
ribbons-changes = التغييرات
ribbons-last-change = آخر تغيير
ribbons-holder = الجهة المسيطرة
ribbons-a-to-z = تصاعدي
ribbons-z-to-a = تنازلي
ribbons-fewest-first = الأقل أولًا
ribbons-most-first = الأكثر أولًا
ribbons-oldest-first = الأقدم أولًا
ribbons-newest-first = الأحدث أولًا
ribbons-show-place = إظهار هذا المكان على الخريطة
ribbons-ribbon-of = شريط { $place }
ribbons-path-hint = ribbons.png أو ribbons.svg
ribbons-save = حفظ الأشرطة
ribbons-wrong-ending = يجب أن ينتهي الاسم بـ png (صورة نقطية) أو svg (أشكال ونصوص).
ribbons-too-many = { $places }؛ تحوي الصورة أول { $most } منها بهذا الترتيب.
ribbons-in-this-order = { $places } بهذا الترتيب.
ribbons-the-first = أول { $first } من { $places }
ribbons-subtitle = السيطرة من { $from } إلى { $to }، { $rule }: { $places }
ribbons-description = { $subtitle }. شريط لكل مكان بألوان من سيطر عليه؛ التقارير المؤيدة فوقه والمعارضة تحته

## sources_view.rs

sources-title = المصادر
sources-none = لا تقارير في سجل الأحداث، فلا مصادر للمقارنة بينها.
sources-none-hint = تأتي التقارير من reports.csv، وأسماء مصادرها ومعسكراتها من sources.csv. احفظ سجل الأحداث مجلدًا، وأضف الجدولين، ثم افتحه من جديد.
sources-filter = تصفية المصادر
sources-none-named = لا مصدر ولا اسم بديل ولا معسكر بهذا الاسم
sources-search = البحث في التقارير
sources-search-hint = كلمات من الناشر أو المصدر أو العنوان أو الادّعاء أو الرابط أو المكان
sources-of = للمصدر
sources-all = كل المصادر
sources-all-hint = سرد تقارير كل المصادر
sources-reports-found = { $tail ->
    [zero] لم يُعثر على تقارير
    [one] عُثر على تقرير واحد
    [two] عُثر على تقريرين
    [few] عُثر على { $count } تقارير
    [many] عُثر على { $count } تقريرًا
   *[other] عُثر على { $count } تقرير
}
sources-sort-by = ترتيب حسب { $column }
sources-row-hint = انقر لسرد تقاريره فقط
sources-repeats = { $tail ->
    [zero] لا تقرير منها له رابط تقرير آخر عن الحدث نفسه
    [one] تقرير واحد منها له رابط تقرير آخر عن الحدث نفسه
    [two] تقريران منها لهما رابط تقرير آخر عن الحدث نفسه
    [few] { $count } تقارير منها لها رابط تقرير آخر عن الحدث نفسه
    [many] { $count } تقريرًا منها لها رابط تقرير آخر عن الحدث نفسه
   *[other] { $count } تقرير منها لها رابط تقرير آخر عن الحدث نفسه
}
sources-sided-hint = تقاريره المؤيدة: { $supported }، والمعارضة: { $disputed }
sources-map = خريطة
sources-map-hint = إظهار الخريطة برواية { $source }
sources-no-report-found = لا تقرير يحوي كل هذه الكلمات. كلما قلّت الكلمات زادت النتائج؛ ولا فرق بين الأحرف الكبيرة والصغيرة.
sources-and-more = و{ $count } غيرها؛ كلما زادت الكلمات قلّت النتائج، والأمر `salient sources --reports` يسردها كلها
sources-no-date = بلا تاريخ
sources-supports = يؤيّد
sources-disputes = يعارض
sources-context = سياق
sources-go-to = الانتقال إلى { $place }، { $date }
sources-open-report = فتح التقرير
sources-no-address = هذا ليس عنوان ويب؛ لا يفتحه Salient

## place_table.rs

table-place = المكان
table-region = المنطقة
table-holder = الجهة المسيطرة
table-since = منذ
table-changed-hands = مرات التبدّل
table-last-report = آخر تقرير
table-disputed = تضارب
table-cut-off-since = معزول منذ
table-held-longest = الأطول تحت سيطرة واحدة
table-changed-most = الأكثر تبدّلًا
table-cut-off = المعزولة

## update.rs

notice-no-other-rule = لا تقارير في سجل الأحداث: لا قاعدة غير تقييم السجل
notice-no-change-of-place-after = لا تغيير في هذا المكان بعد { $date }
notice-no-change-of-place-before = لا تغيير في هذا المكان قبل { $date }
notice-no-change-in-view-after = لا تغيير في الأماكن الظاهرة بعد { $date }
notice-no-change-in-view-before = لا تغيير في الأماكن الظاهرة قبل { $date }
notice-no-turn-after = لا مكسب ولا خسارة بين الأماكن الظاهرة بعد { $date }: { $faction }
notice-no-turn-before = لا مكسب ولا خسارة بين الأماكن الظاهرة قبل { $date }: { $faction }
notice-view-without-name = تعذّر حفظ المشهد: لا اسم له؛ اكتب اسمًا
notice-view-not-kept = تعذّر حفظ المشهد: { $error }
notice-chapters-not-changed = تعذّر تغيير الفصول: { $error }
notice-name-not-moved = تعذّر تحريك الاسم: { $error }
notice-no-web-address = تعذّر فتح الرابط: ليس عنوان ويب (http أو https)
notice-problems = في البيانات { $problems }؛ انظر «ملف» ثم «المشكلات»
notice-picture-copied = الصورة في الحافظة
job-rule = تطبيق القاعدة
job-other-rule = تطبيق القاعدة الأخرى
job-names = تحضير الأسماء
job-ground = حساب الأرض
job-painting = رسم الصورة
job-opening-bundled = فتح سجل الأحداث المرفق
job-opening = فتح { $path }
job-writing = كتابة { $path }

## jobs.rs

job-progress = { $done } من { $all }{ $left }
job-mistake = تعذّر إتمام العمل: وقع خطأ في Salient؛ نرجو الإبلاغ عنه
job-no-thread = تعذّر بدء العمل: لا يتيح النظام خيط تنفيذ ({ $error })؛ أغلق برامج أخرى
notice-wrote-project = كُتب ملف المشروع { $path }
notice-wrote-folder = كُتب المجلد { $path }
notice-wrote-chart = كُتب الرسم البياني { $path }
notice-wrote-ribbons = { $tail ->
    [zero] لم يُكتب أي شريط في { $path }
    [one] كُتب شريط واحد في { $path }
    [two] كُتب شريطان في { $path }
    [few] كُتبت { $count } أشرطة في { $path }
    [many] كُتب { $count } شريطًا في { $path }
   *[other] كُتب { $count } شريط في { $path }
}
notice-wrote-sheet = كُتبت اللوحة { $path }
notice-wrote-sheet-but = كُتبت اللوحة { $path }؛ { $note }
notice-wrote-film = كُتب { $path }: { $note }
notice-film-stopped = أُوقف العمل قبل اكتمال الفيلم؛ لم يُكتب شيء
notice-wrote-picture = كُتبت الصورة { $path }
notice-wrote-picture-but = كُتبت الصورة { $path }؛ { $note }

filter-within = داخل المنطقة المرسومة
map-measure-filter = الأماكن في الداخل فقط
map-measure-filter-hint = تصفية بالمنطقة التي يحيط بها الخط: الخريطة والخط الزمني والجداول والأرقام والصور
menu-found-before = السابق
menu-found-before-hint = المكسب السابق أو الخسارة السابقة: { $faction }
## app/sources.rs

sources-first-of = { $count } من { $all }
sources-head-name = المصدر
sources-head-camp = المعسكر
sources-head-reports = التقارير
sources-head-first = الأول
sources-head-last = الأخير
sources-head-sided = التوافق
sources-head-first-to-tell = السبق
sources-head-median-delay = التأخر الوسيط
sources-hint-name = من يصدر الادّعاءات، باسمه المعتمد
sources-hint-camp = المعسكر كما في sources.csv
sources-hint-reports = التقارير التي يدّعي فيها شيئًا
sources-hint-first = اليوم الذي نُشر فيه تقريره الأول
sources-hint-last = اليوم الذي نُشر فيه تقريره الأخير
sources-hint-sided = كم مرة وافقه تقييم السجل: تقاريره المؤيدة لحدث، من بين تقاريره المؤيدة والمعارضة
sources-hint-first-to-tell = الأحداث التي لم يسبقه إليها تقرير مؤيّد أو معارض، من بين الأحداث التي اتخذ منها موقفًا
sources-hint-median-delay = الأيام بين الحدث وتقريره، القيمة الوسيطة؛ للأحداث التي يُعرف يومها فقط
sources-before = قبل الحدث: { $span }
notice-stopped = أُوقف العمل؛ لم يُكتب شيء
notice-no-ground = الأرض غير معروضة: أُوقف حسابها. لعرضها من جديد: «الطبقات» ثم «تلوين الأرض».
job-for = { $what }، { $seconds } ث
numbers-make-ground = حساب أرض كل الأماكن
count-frames = { $tail ->
    [zero] لا إطارات
    [one] إطار واحد
    [two] إطاران
    [few] { $count } إطارات
    [many] { $count } إطارًا
   *[other] { $count } إطار
}
film-made = { $frames }، { $dates }
film-made-added = { $frames }، { $dates }، أُضيف منها { $added } كي لا يفوت أي تغيير
