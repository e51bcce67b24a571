"""The language of a text is told by its small words and its script."""

from __future__ import annotations

import pytest

from gazetted.reading.detect import language_of

SAMPLES = {
    "en": "The group said on Monday that it was not ready to leave the town, and that talks with them had ended.",
    "de": "Die Gruppe erklärte am Montag, dass sie nicht bereit ist, "
    "die Stadt zu verlassen, und dass es mit der Stadt aus ist.",
    "fr": "Le groupe a déclaré lundi que la ville est dans les mains de ses hommes et qu’il ne se rend pas avec eux.",
    "es": "El grupo dijo el lunes que no está en la ciudad y que los hombres se fueron con las armas por la noche.",
    "it": "Il gruppo ha detto che non è in città e che gli "
    "uomini si sono ritirati con le armi nella notte per la pace.",
    "nl": "De groep zei op maandag dat het niet in de stad is en dat er met de mannen van het leger wordt gesproken.",
    "tr": "Örgüt bir açıklama ile bu kararın doğru olduğu ve daha sonra "
    "görüşmeler için hazır olarak bekleyeceğini söyledi; ancak bu çok zor.",
    "ru": "Группа заявила, что она не уйдет из города и что "
    "переговоры с ней не нужны, но это было после встречи в центре.",
    "ar": "قالت الحركة في بيان إنها لن تخرج من المدينة بعد أن انتهت "
    "المفاوضات مع الحكومة في ما كان من قبل على الطاولة إلى الآن",
    "fa": "این گروه در بیانیه ای که از سوی آن منتشر شد گفت که با دولت برای صلح آماده است و این را به مردم گفته است",
    "he": "הארגון הודיע ביום שני כי לא יעזוב את העיר",
    "zh": "该组织星期一表示不会离开这座城市",
    "ja": "この組織は月曜日に街を離れないと発表した",
    "ko": "이 단체는 월요일 도시를 떠나지 않겠다고 밝혔다",
}


@pytest.mark.parametrize("language", SAMPLES)
def test_languages(language: str) -> None:
    assert language_of(SAMPLES[language]) == language


@pytest.mark.parametrize("text", ["", "Hamas", "PKK, DHKP/C", "12 34"])
def test_too_little_to_tell(text: str) -> None:
    assert language_of(text) is None


def test_english_about_others_stays_english() -> None:
    text = "The paper Der Spiegel and La Repubblica said that El País of Madrid was right about the end of the war."
    assert language_of(text) == "en"
