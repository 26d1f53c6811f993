"""Words that datelines are made of: agencies, months, weekdays and the small words of place names."""


def _words(text: str, separator: str | None = None) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split(separator))


def _months(text: str) -> tuple[str, ...]:
    return tuple(text.split())


KNOWN_AGENCIES: frozenset[str] = _words(
    """
    ANSA|ANSAmed|Adnkronos|AGI|AgenSIR|Agenzia Nova|askanews|DIRE|Fides|Italpress|LaPresse|MF-DJ|Nova|
    Radiocor|SIR|9Colonne|
    AFP|AP|APTN|Bloomberg|Dow Jones|dpa|dpa-AFX|EFE|Europa Press|Colpisa|Lusa|PA|PA Media|Press Association|
    Reuters|Thomson Reuters|Thomson Reuters Foundation|UPI|
    ANP|RTL|Belga|ATS|SDA|AWP|Keystone-ATS|Keystone-SDA|APA|APA-OTS|epd|KNA|KAP|sid|ddp|dapd|ots|
    Ritzau|NTB|TT|STT|STT-Lehtikuva|Lehtikuva|
    TASS|ITAR-TASS|Interfax|Interfax-Ukraine|RIA Novosti|RIA|Sputnik|Ukrinform|UNIAN|BelTA|Armenpress|
    Kazinform|BNS|ELTA|LETA|PAP|CTK|ČTK|TASR|MTI|Agerpres|Mediafax|BTA|HINA|STA|Tanjug|FoNet|SRNA|FENA|MIA|MINA|ATA|
    ANA-MPA|AMNA|CNA|Anadolu|AA|DHA|IHA|
    Xinhua|CNS|Kyodo|Jiji|Jiji Press|Yonhap|KCNA|AAP|NZPA|NZN|BusinessDesk|PTI|ANI|IANS|UNB|BSS|APP|
    Antara|Bernama|VNA|PNA|TNA|
    MENA|MAP|APS|TAP|INA|IRNA|ISNA|Mehr|Fars|Tasnim|Petra|WAFA|SANA|NNA|KUNA|QNA|SPA|WAM|BNA|ONA|
    NAN|GNA|ENA|New Ziana|SAnews|
    CP|The Canadian Press|Canadian Press|La Presse Canadienne|tca|TNS|MCT|CNN|BBC|Notimex|Prensa Latina|
    Télam|Agência Brasil|Andina|AVN|IPS|OPTA|
    PRNewswire|PR Newswire|AsiaNet|PRNewswire-AsiaNet|JBN-AsiaNet|Kyodo JBN-AsiaNet|Business Wire|
    GlobeNewswire|GLOBE NEWSWIRE|ACCESSWIRE|Newsfile|CNW|EQS|EQS News|Marketwired|
    أنسا|أ ف ب|رويترز|د ب أ|شينخوا|وفا|قنا|واس|وام|كونا|سانا
    """,
    separator="|",
)
"""Codes as the agencies write them; they are compared without regard to case."""

# Twelve months a language, with all their usual forms; `/` stands between the forms of one month.
_MONTHS = {
    "en": "jan/january feb/february mar/march apr/april may jun/june jul/july aug/august sep/sept/september "
    "oct/october nov/november dec/december",
    "it": "gen/genn/gennaio feb/febb/febbraio mar/marzo apr/aprile mag/magg/maggio giu/giugno lug/luglio "
    "ago/agosto set/sett/settembre ott/ottobre nov/novembre dic/dicembre",
    "de": "jän/jan/januar/jänner feb/februar mär/mrz/märz/maerz apr/april mai jun/juni jul/juli aug/august "
    "sep/sept/september okt/oktober nov/november dez/dezember",
    "es": "ene/enero feb/febrero mar/marzo abr/abril may/mayo jun/junio jul/julio ago/agosto "
    "sep/sept/set/septiembre/setiembre oct/octubre nov/noviembre dic/diciembre",
    "pt": "jan/janeiro fev/fevereiro mar/março abr/abril mai/maio jun/junho jul/julho ago/agosto "
    "set/setembro out/outubro nov/novembro dez/dezembro",
    "fr": "jan/janv/janvier fév/févr/fev/fevr/février/fevrier mar/mars avr/avril mai juin juil/juillet "
    "aoû/août/aou/aout sep/sept/septembre oct/octobre nov/novembre déc/dec/décembre/decembre",
    "nl": "jan/januari feb/febr/februari mrt/maart apr/april mei jun/juni jul/juli aug/augustus "
    "sep/sept/september okt/oktober nov/november dec/december",
    "da": "jan/januar feb/februar mar/marts apr/april maj jun/juni jul/juli aug/august sep/sept/september "
    "okt/oktober nov/november dec/december",
    "fi": "tammi/tammikuu/tammikuuta helmi/helmikuu/helmikuuta maalis/maaliskuu/maaliskuuta "
    "huhti/huhtikuu/huhtikuuta touko/toukokuu/toukokuuta kesä/kesäkuu/kesäkuuta heinä/heinäkuu/heinäkuuta "
    "elo/elokuu/elokuuta syys/syyskuu/syyskuuta loka/lokakuu/lokakuuta marras/marraskuu/marraskuuta "
    "joulu/joulukuu/joulukuuta",
    "ar": "يناير/جانفي/كانون_الثاني فبراير/فيفري/شباط مارس/آذار أبريل/إبريل/ابريل/أفريل/نيسان مايو/ماي/أيار "
    "يونيو/جوان/حزيران يوليو/جويلية/تموز أغسطس/اغسطس/أوت/آب سبتمبر/أيلول أكتوبر/اكتوبر/تشرين_الأول "
    "نوفمبر/تشرين_الثاني ديسمبر/كانون_الأول",
}

MONTH_NUMBERS: dict[str, int] = {
    form.replace("_", " "): number
    for months in _MONTHS.values()
    for number, forms in enumerate(months.split(), start=1)
    for form in forms.split("/")
}
"""Month number by case-folded name or abbreviation without its dot, in all the languages that we read.

No form means different months in two of them, so the language of a text need not be known.
"""

WRITTEN_MONTHS: dict[str, tuple[str, ...]] = {
    "it": _months("GEN FEB MAR APR MAG GIU LUG AGO SET OTT NOV DIC"),
    "en": _months("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
    "de": _months("JAN FEB MÄR APR MAI JUN JUL AUG SEP OKT NOV DEZ"),
    "es": _months("ENE FEB MAR ABR MAY JUN JUL AGO SEP OCT NOV DIC"),
    "pt": _months("JAN FEV MAR ABR MAI JUN JUL AGO SET OUT NOV DEZ"),
    "ar": _months("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
}
"""Months as ANSA writes them in a dateline, January first."""

WEEKDAYS: frozenset[str] = _words(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    lunedì martedì mercoledì giovedì venerdì lunedi martedi mercoledi giovedi venerdi sabato domenica
    lunedi' martedi' mercoledi' giovedi' venerdi'
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
    lunes martes miércoles miercoles jueves viernes sábado sabado domingo
    segunda terça quarta quinta sexta segunda-feira terça-feira quarta-feira quinta-feira sexta-feira
    lundi mardi mercredi jeudi vendredi samedi dimanche
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    mandag tirsdag onsdag torsdag fredag lørdag søndag
    maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai
    maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina
    الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد
    """
)

SHORT_WEEKDAYS: frozenset[str] = _words(
    """
    lun mar mer gio ven sab dom
    mié mie jue vie sáb
    jeu sam dim
    """
)
"""Weekdays that count only before a date: `Mar` is a month, too. None in German: `Mo.` is Missouri."""

CONJUNCTIONS: dict[str, frozenset[str]] = {
    "en": frozenset({"and", "&"}),
    "it": frozenset({"e", "ed"}),
    "de": frozenset({"und"}),
    "es": frozenset({"y", "e"}),
    "pt": frozenset({"e"}),
    "fr": frozenset({"et"}),
    "nl": frozenset({"en"}),
    "da": frozenset({"og"}),
    "fi": frozenset({"ja"}),
    "ar": frozenset({"و"}),
}
"""What stands between two cities. Dutch `en` counts in Dutch only: `Bourg en Bresse` is one town."""

ARTICLES: frozenset[str] = _words(
    "al el ul ad ed ud ar er ur as es us ash esh ush at et ut az ez uz an en un adh edh ath eth"
)
"""The Arabic article as it is written in Latin letters: `al-Hol`, `Deir ez-Zor`, `Dar es Salaam`."""

PARTICLES: frozenset[str] = ARTICLES | _words(
    """
    a al an am as at aan auf bei ob im in zu zur vor der den dem des die das van het op la le les los las el
    lo de del della delle dei degli dello di da do dos das du e en aux sur sous lès près of on upon the under
    by und y et i
    """
)
"""Lower-case words inside a place's name: `Rio de Janeiro`, `Frankfurt am Main`."""

RIVERS: frozenset[str] = _words(
    "main oder saale saar rhein donau elbe neckar havel ruhr lahn mosel weser spree neiße inn leine"
)
"""What a slash joins to a town's name: `Frankfurt/Main`, `Halle/Saale`."""

ELISIONS: frozenset[str] = frozenset({"d", "l", "all", "dell", "nell", "dall", "sull", "s"})
"""What stands before the apostrophe in `Reggio nell'Emilia`, `Villeneuve d'Ascq`."""

ABBREVIATIONS: frozenset[str] = _words(
    """
    st ste sta sto s n mt ft pt bad
    ala ariz ark cal calif colo conn del fla ga ill ind kan kans ky la md mass mich minn miss mo mont neb nebr
    nev okla ore oreg pa penn tenn vt va wash wis wisc wyo dak
    ont que alta sask man nfld
    """
)
"""Words of places and regions whose dot is part of them: `St. Louis`, `Mass.`"""

PAIRED_REGIONS: frozenset[str] = _words(
    """
    bosnia bosnien bosnie bosnië bósnia trinidad trinité trinidade antigua antígua jammu newfoundland wallis
    turks serbia serbien tyne dumfries saint st são sao santo san sankt sint
    """
)
"""First words of states whose name holds an "and": `Bosnia and Herzegovina`, `Trinidad and Tobago`."""

LABELS: frozenset[str] = _words(
    """
    alert analysis analisi breaking exclusive esclusiva exclusiva exclusif flash focus foto photo photos video
    live update updates urgent urgente ultima ultim'ora news notizie scheda interview intervista eil korr note
    correction corrected report opinion editorial special speciale science sport sports world weather meteo
    calcio football soccer fussball fußball fútbol futbol basket basketball tennis tenis cricket rugby golf
    volley ciclismo cycling formula motogp f1 cup coppa copa serie league liga business markets economy
    economia borsa politics politica crime cronaca week day
    il lo gli un una the der die das het punto
    nato onu otan un un. eu ue uefa fifa unicef unesco who oms oecd ocse imf fmi opec opep g7 g20 usa uk
    """
)
"""Capitals that open a text and are no place: labels of the trade, sports, organisations."""
