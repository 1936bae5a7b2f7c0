# The words of pictures, in Arabic.

places-in-view = { $tail ->
    [zero] لا مكان في المشهد
    [one] مكان واحد في المشهد
    [two] مكانان في المشهد
    [few] { $count } أماكن في المشهد
    [many] { $count } مكانًا في المشهد
   *[other] { $count } مكان في المشهد
}
places-of-all-dates = الأماكن في كل التواريخ
unknown = السيطرة غير معروفة
contested = متنازَع عليه
besieged = محاصَر
shared = سيطرة مشتركة
disputed = تقارير متضاربة
uncertain = تاريخ غير مؤكد
unconfirmed = بلا أي تقرير
stale = { $tail ->
    [one] لا تقرير منذ يوم
    [two] لا تقرير منذ يومين
    [few] لا تقرير منذ { $days } أيام
    [many] لا تقرير منذ { $days } يومًا
   *[other] لا تقرير منذ { $days } يوم
}

front = خط الجبهة
front-on = خط الجبهة في { $date }
changed-since = تبدّلت السيطرة منذ { $date }
contested-ground = أرض متنازَع عليها
ground = الأرض: مستنتَجة من الأماكن، حتى { $km } كم
ground-unlimited = الأرض: مستنتَجة من الأماكن
no-data = بلا لون: لا بيانات
imported = مناطق مرسومة الحدود: كما استُوردت
colours = الألوان: { $rule }
only-places = فقط الأماكن: { $what }
changed-between = التي تبدّلت السيطرة عليها من { $from } إلى { $to }

control = السيطرة { $rule }
base-map = خريطة الأساس: Natural Earth
made-with = أُنجزت ببرنامج Salient

gains = المكاسب والخسائر منذ { $date }
no-gains = لم تتبدّل السيطرة على أي مكان في المشهد.
chart = من سيطر على الأماكن في المشهد

km = { $number } كم
m = { $number } م

kind-city = مدينة
kind-town = بلدة
kind-village = قرية
kind-district = حي
kind-military-base = قاعدة عسكرية
kind-air-base = قاعدة جوية
kind-border-crossing = معبر حدودي
kind-dam = سد
kind-strategic-site = موقع استراتيجي

assessed = وفق تقييم السجل
told-by = برواية { $source }
camp = برواية معسكر «{ $camp }»
confirmed = { $tail ->
    [one] بتأكيد مصدر واحد
    [two] بتأكيد مصدرين
    [few] بتأكيد { $count } مصادر
    [many] بتأكيد { $count } مصدرًا
   *[other] بتأكيد { $count } مصدر
}
known-on = { $basis }، بما كان معروفًا في { $date }
known-each-day = { $basis }، بما كان معروفًا في كل يوم
