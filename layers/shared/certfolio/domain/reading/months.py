"""What the months are called, in the languages of the certificates that people bring."""

from collections.abc import Mapping

from certfolio.domain.reading.layout import folded

_NAMES = """
ene enero gen gener gennaio ian ianuarie jaan jaanuar jaen jaenner jan janeiro janner januar
januara januari january janv janvaris janvier led leden ledna oca ocak saus sausio sausis sij
sijecanj sijecnja sty styczen stycznia tammi tammikuu tammikuuta xan xaneiro ιαν ιανουαριοσ
ιανουαριου січ січень січня янв январь января яну януари јан јануар јануари ינו ינואר جانفي
يناير

feb febbraio feber febr febreiro febrer febrero februar februara februari februarie februaris
february fev fevereiro fevr fevrier helmi helmikuu helmikuuta lut lutego luty sub subat uno unor
unora vas vasario vasaris veebr veebruar velj veljaca veljace φεβ φεβρουαριοσ φεβρουαριου лют
лютии лютого феб фебруар фев февр февраль февраля февруари פבר פברואר شباط فبراير فيفري

bre brezen brezna kov kovas kovo maalis maaliskuu maaliskuuta maart mac maerz mar marc marca
march marcius marco marec maret mars mart martie marts marz marzec marzo mrt mrz ozu ozujak
ozujka μαρ μαρτιοσ μαρτιου бер березень березня мар март марта מרץ اذار مارس

abr abril apr april aprila aprile aprilie aprilis aprill avr avril bal balandis balandzio dub
duben dubna huhti huhtikuu huhtikuuta kwi kwiecien kwietnia nis nisan tra travanj travnja απρ
απριλιοσ απριλιου апр апрель апреля април квіт квітень квітня אפר אפריל ابريل افريل نيسان

geg geguze geguzes kve kveten kvetna mag maggio mai maig maijs maio maj maja majus may mayis
mayo mei svi svibanj svibnja touko toukokuu toukokuuta μαι μαιοσ μαιου маи мая мај трав травень
травня מאי ايار ماي مايو

birz birzelio birzelis cerven cervna cvn cze czerwca czerwiec giu giugno haz haziran iun iunie
juin jun juna june junho juni junij junijs junio junius juny juuni kesa kesakuu kesakuuta lip
lipanj lipnja xuno ιουν ιουνιοσ ιουνιου июн июнь июня черв червень червня юни јун јуни יוני جوان
حزيران يونيو

cervence cervenec cvc heina heinakuu heinakuuta iul iulie juil juill juillet jul jula julai
julho juli julij julijs julio juliol julius july juuli liep liepa liepos lip lipca lipiec lug
luglio srp srpanj srpnja tem temmuz xul xullo ιουλ ιουλιοσ ιουλιου июл июль июля лип липень
липня юли јул јули יולי تموز جويلية جويليه يوليو يوليوز

ago agost agosto agu agust agustos agustus ag aout aug august augusta augusti augusts augustus
augusztus avg avgust elo elokuu elokuuta kol kolovoz kolovoza ogo ogos rugp rugpjucio rugpjutis
sie sierpien sierpnia srp srpen srpna αυγ αυγουστοσ αυγουστου авг август августа серп серпень
серпня אוג אוגוסט اغسطس اوت غشت

eyl eylul rugs rugsejis rugsejo ruj rujan rujna sep sept septembar september septembra septembre
septembrie septembris septiembre set setembre setembro settembre syys syyskuu syyskuuta szept
szeptember wrz wrzesien wrzesnia zar zari σεπ σεπτεμβριοσ σεπτεμβριου вер вересень вересня сент
сентябрь сентября сеп септембар септември ספט ספטמבר ايلول سبتمبر شتنبر

eki ekim lis listopad listopada loka lokakuu lokakuuta oct october octobre octombrie octubre okt
oktobar oktober oktobra oktobris oktoober ott ottobre out outubro paz pazdziernik pazdziernika
rij rijen rijna spal spalio spalis οκτ οκτωβριοσ οκτωβριου жовт жовтень жовтня окт октобар
октомври октябрь октября אוק אוקטובר اكتوبر

kas kasim lapkr lapkricio lapkritis lis listopad listopada listopadu marras marraskuu
marraskuuta noiembrie nov novembar november novembra novembre novembris novembro noviembre stu
studeni studenoga νοε νοεμβριοσ νοεμβριου лист листопад листопада нов новембар ное ноември нояб
ноябрь ноября נוב נובמבר نوفمبر نونبر

ara aralik dec decembar december decembra decembre decembrie decembris decembro des desember
desembre dets detsember dez dezember dezembro dic dicembre diciembre dis disember gru grudnia
grudzien gruod gruodis gruodzio joulu joulukuu joulukuuta pro prosinac prosinca prosince
prosinec δεκ δεκεμβριοσ δεκεμβριου груд грудень грудня дек декабрь декабря декември дец децембар
דצמ דצמבר دجنبر ديسمبر
"""
"""Month by month, in full and abbreviated, as `certfolio.domain.reading.layout.folded` has them;
some languages call by one name what is another month in others."""


def _months() -> Mapping[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for month, names in enumerate(_NAMES.split("\n\n"), start=1):
        for name in names.split():
            found[folded(name)] = (*found.get(folded(name), ()), month)
    return found


MONTHS = _months()
"""The months that a name stands for, from 1."""
