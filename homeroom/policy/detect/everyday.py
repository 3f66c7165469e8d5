"""Is a word one of the sentence, or a name or a secret that somebody chose?

Judged by the word alone, never by what follows it: more text must not hide what is found.
"""

from __future__ import annotations

import re

from homeroom.policy.detect.match import one_of

_ENDINGS = re.compile(
    r"(?:ed|ing|ly|able|ible|ous|ful|less|est|tion|ent|ant|ive|ish|ness|ment|ward|wards|ados?|"
    r"adas?|"
    r"idos?|idas?|ando|iendo|mente|osos?|osas?|bles?|ciones|cion|dad|ismo)\Z"
)
_WORDS = one_of(
    "required needed wrong incorrect right correct long short weak strong hard easy safe secret the"
    " not too so really very same different still expired saved changed reset working broken again"
    " and or but when because before after please pls something anything nothing what which your"
    " mine yours his hers theirs ours locked out now case sensitive on in at for to of a an dumb"
    " stupid super just like kinda actually fine good bad done lost gone stolen forgotten written"
    " down deleted dead private banned new old better worse cool fun no my up off there here where"
    " who why how back hacked annoying boring weird blocked open closed full free gonna trash mid"
    " ass that this crazy only about everything video videos whatever everyone everybody somewhere"
    " someone somebody anyone together obsolete invalid outdated nowhere whenever whoever somehow"
    " random simple easier harder longer stronger another pictures picture homework teacher school"
    " classroom students student grandma grandpa brother sister underneath upstairs downstairs"
    " available unavailable protected manager managers page screen card key taped inside behind"
    " obligatoria incorrecta correcta mala mal malo buena bueno larga corta facil dificil segura"
    " muy nueva nuevo vieja igual diferente la el los las un una que para por porque cuando otra"
    " otro leer"
    " practicar estudiar entender saber estar escuchar mejor peor privado privada ya aqui alla"
)


def is_everyday(word: str) -> bool:
    """Is it on the list, or built like an adjective or a participle? Given folded."""
    return word in _WORDS or _ENDINGS.search(word) is not None
