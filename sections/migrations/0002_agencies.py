"""The agencies that datelines and joint sources name most."""

from django.db import migrations

AGENCIES = {
    "AAP": "Australian Associated Press",
    "Adnkronos": "Adnkronos",
    "AFP": "Agence France-Presse",
    "AGI": "Agenzia Giornalistica Italia",
    "ANP": "Algemeen Nederlands Persbureau",
    "ANSA": "Agenzia Nazionale Stampa Associata",
    "ANSAmed": "ANSAmed",
    "AP": "The Associated Press",
    "APA": "Austria Presse Agentur",
    "askanews": "askanews",
    "Belga": "Belga",
    "CP": "The Canadian Press",
    "dpa": "Deutsche Presse-Agentur",
    "EFE": "Agencia EFE",
    "ITALPRESS": "Italpress",
    "Kyodo": "Kyodo News",
    "LUSA": "Agência Lusa",
    "MTI": "Magyar Távirati Iroda",
    "PA": "PA Media",
    "PAP": "Polska Agencja Prasowa",
    "Reuters": "Reuters",
    "TANJUG": "Tanjug",
    "TASS": "TASS",
    "UPI": "United Press International",
    "XINHUA": "Xinhua",
}


def load(apps, schema_editor):
    Source = apps.get_model("sections", "Source")
    Source.objects.bulk_create(
        Source(code=code, name=name, is_agency=True) for code, name in AGENCIES.items()
    )


class Migration(migrations.Migration):
    dependencies = [("sections", "0001_map")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
