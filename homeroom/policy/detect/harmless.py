"""Ways of speaking: words of danger that mean none, in games, books, lessons and sport."""

from __future__ import annotations

import re

from homeroom.policy.detect import second_sign
from homeroom.policy.detect.idioms import IDIOMS
from homeroom.policy.detect.kinds import Kind
from homeroom.policy.detect.match import Match

_ENDS = re.compile(r"[.!?\n]+")
AROUND = 160
"""Characters of a sentence that are looked at on either side."""

_GAMES = re.compile(
    r"\b(?:minecraft|fortnite|roblox|valorant|cod|call of duty|warzone|halo|(?:super|in|at|"
    r"playing) smash|smash bros|mario(?: kart)?|zelda|among us|"
    r"overwatch|apex|pubg|csgo|cs2|counter ?strike|gta|skyrim|elden ring|dark souls|pokemon|"
    r"brawl stars|clash royale|league|rocket league|"
    r"splatoon|kirby|genshin|undertale|terraria|fnaf|xbox|ps[45]|nintendo|switch game|"
    r"video ?games?|(?:in|during|of) (?:the|this|that|a|my|our|last|your|ur) (?:game|match|"
    r"round|"
    r"level|lobby|server|raid|campaign|boss fight|sim)|"
    r"boss(?:es)?|final boss|levels?|creepers?|zombies?|mobs?|enderman|ender dragon|"
    r"skeletons?|respawn\w*|spawn\w*|lobby|noobs?|npcs?|bots?|speedrun\w*|"
    r"nerf|laser ?tag|paintball|dodge ?ball|(?:freeze|playing|in|of) tag|chess|checkers|"
    r"ping ?pong|foosball|(?:at|in|of|playing) uno|monopoly|board ?game|card game|d&d|dnd|"
    r"dungeon\w*|campaign|"
    r"goblins?|dragons?|orcs?|vampires?|monsters?|villains?|imposters?|impostor|werewol\w+|"
    r"kahoot|blooket|gimkit|prodigy|skins?|loot|"
    r"capture the flag|aimbot|headshots?|kill ?streak|hp|power ?ups?|weapon (?:upgrade|skin|"
    r"wheel)|hotkey|respawned|"
    r"videojuegos?|partidas?|jefe final|nivel|ajedrez|en el juego|jugando(?: a)?|monstruos?|"
    r"dragon|quemados|creeper|play ?station)\b"
)
_SPORT = re.compile(
    r"\b(?:teams?|season|score[sd]?|goalie|goals?|play-?offs?|finals?|championship|tournament|"
    r"half ?time|second half|quarter|innings?|defense|offense|"
    r"on the (?:court|field|ice|pitch|mat)|soccer|football|basketball|volleyball|baseball|"
    r"softball|hockey|lacrosse|wrestling|track|"
    r"swim meet|scrimmage|rivals?|jv|varsity|homecoming game|race|relay|serve|pitch(?:es|er)?|"
    r"batter|homer|three ?pointers?|free throws?|penalty|\d+ ?(?:-|to) ?\d+|"
    r"equipo|partido|gol(?:es|azo)?|portero|temporada|torneo|la final|cancha|futbol|marcador|"
    r"carrera)\b"
)
_STORY = re.compile(
    r"\b(?:books?|novels?|chapters?|poems?|act \d|act (?:one|two|three|four|five)|scenes?|"
    r"characters?|essays?|stor(?:y|ies)|"
    r"movies?|films?|shows?|series|episodes?|seasons?|anime|manga|songs?|lyrics|plays?|script|"
    r"villain|protagonist|author|narrator|macbeth|hamlet|romeo|juliet|"
    r"shakespeare|caesar|gatsby|brutus|othello|lennie|george|odyssey|hunger games|katniss|"
    r"harry potter|voldemort|percy|wars?|battles?|"
    r"world war|ww[12i]+|civil war|revolution|holocaust|assassinat\w+|president|kings?|queen|"
    r"soldiers?|army|history|historical|century|lincoln|kennedy|mlk|"
    r"article|paragraph|vocab\w*|debate|documentary|podcast|news|headline|report on|"
    r"presentation|slide|slides|unit|lesson|worksheet|textbook|"
    r"quote[ds]?|passage|text|theme|symbol\w*|fiction\w*|myth\w*|fable|fairy ?tale|legend|"
    r"comics?|cartoon|musical|bible|gospel|genesis|psalms?|scripture|sunday school|pageant|"
    r"elijah|moses|abraham|isaac|jonah|samson|judas|herod|goliath|noah|jesus|disciples?|"
    r"apostles?|prophets?|pharaoh|saint|zeus|hercules|medusa|perseus|theseus|minotaur|oedipus|"
    r"orpheus|achilles|odysseus|hector|medea|cronus|loki|thor|odin|beowulf|grendel|dracula|"
    r"frankenstein|javert|hamilton|napoleon|cleopatra|socrates|spartac\w+|gandhi|columbus|"
    r"custer|rasputin|romanovs?|aztecs?|vikings?|romans?|greeks?|spartans?|gladiators?|samurai|"
    r"pirates?|knights?|pilgrims?|colonists?|confederate|duel|guillotine|executed|beheaded|"
    r"sings?|chorus|ballad|verse|opera|ballet|"
    r"biblia|profeta|jonas|moises|abraham|sanson|herodes|san (?:juan|pedro|esteban|jorge)|"
    r"dios|aztecas?|mexicas?|mayas?|conquistador\w*|insurgentes?|zapata|villa|hidalgo|morelos|"
    r"bolivar|allende|madero|cristeros|fusil(?:ado|aron)|canta[ns]?|balada|corrido|estrofa|"
    r"coro|romance|mitologia|minotauro|julieta|"
    r"cronica|libros?|novelas?|capitulos?|poemas?|personajes?|ensayos?|cuentos?|peliculas?|"
    r"serie|caricatura|cancion|obra|acto|escena|guerra|batalla|"
    r"revolucion|historia|rey|reina|soldados?|ejercito|presidente|noticias?|debate|leccion|"
    r"unidad|cartel|tema|texto|parrafo|cita|autor|narrador|"
    r"leyenda|mito|fabula|protagonista|lobo|caperucita|documental|articulo|lectura|coronel)\b"
)
_TEACHING = re.compile(
    r"\b(?:prevent(?:ion|ing|s)?|awareness|hot ?lines?|help ?lines?|crisis line|988|"
    r"health class|health unit|(?:health|safety) (?:lesson|unit|class|week|month)|resources|"
    r"counselors? (?:will|talk|visit|present)\w*|assembly (?:on|about)|presentation (?:on|"
    r"about)|posters?|"
    r"posters? (?:about|on|for)|workshop|training|drills?|warning signs|signs of|learn(?:ed|"
    r"ing)? (?:about|to|how)|how to (?:help|report|recognize|spot)|"
    r"recogni[sz](?:e|ing)|report(?:ing)? (?:it|abuse|a)|unit \d|week \d|support group|"
    r"statistics|research|policy|rules?|handbook|law|laws|curriculum|"
    r"campaign|what to do if|if (?:someone|anyone|a friend|anybody|you ever|you or|somebody|"
    r"you know|you (?:see|hear|feel))|no one (?:should|deserves)|nobody (?:should|deserves)|"
    r"never okay|is never ok|"
    r"prevencion|prevenir|concientizacion|linea de ayuda|campana|taller|platica (?:sobre|de)|"
    r"senales de|como (?:ayudar|reportar|reconocer)|simulacro|"
    r"si (?:alguien|un amigo|conoces|sabes|algun)|nadie (?:debe|merece|tiene derecho)|"
    r"cartel(?:es)?|unidad \d|reglamento|ley|derechos|reconocer|aprend\w+|charla)\b"
)
_SELF = re.compile(
    r"\b(?:i|im|i'm|ive|i've|id|i'd|ill|i'll|me|my|mine|myself|imma|yo|mi|mis|me|conmigo|"
    r"estoy|quiero|tengo)\b"
)
_SOON = re.compile(
    r"\b(?:tomorrow|tmrw|tmr|back ?pack|locker|manana|a la salida|mochila|"
    r"for real|fr fr|no joke|not joking|en serio|de verdad|no es broma)\b"
)
_QUOTED = re.compile(r"\"[^\"\n]*\"|(?<![a-z])'[^'\n]{3,}'(?![a-z])")
_EARNEST = re.compile(
    r"suicid|want(?:ed)? to die|wanna die|wana die|quiero morir|morirme|end (?:it all|my)|"
    r"(?:cut|hurt|harm)\w* my ?self|nude|naked|desnud|molest|\brap[ei]|touch|toca|manose"
)
"""No game makes these harmless."""


def is_harmless(text: str, kind: Kind, match: Match) -> bool:
    """Is this said of a game, a book, a lesson, a ball; or is it a figure of speech?"""
    start, end = _sentence(text, match)
    sentence, said = text[start:end], text[match.start : match.end]
    if any(
        idiom.start() + start < match.end and match.start < idiom.end() + start
        for idiom in IDIOMS[kind].finditer(sentence)
    ):
        return True
    if second_sign.is_alone(kind, sentence, said):
        return True
    if _SOON.search(sentence):
        return False
    earnest = _EARNEST.search(said) is not None
    if not earnest and _GAMES.search(sentence):
        return True
    if kind == "violence" and _SPORT.search(sentence):
        return True
    return _is_told_of(text, sentence, match)


def _is_told_of(text: str, sentence: str, match: Match) -> bool:
    """Is it of a story or a lesson, and nobody here speaks of himself but in a quotation?"""
    if _TEACHING.search(sentence) is None and _STORY.search(sentence) is None:
        return False
    for quotation in _QUOTED.finditer(text):
        if quotation.start() <= match.start and match.end <= quotation.end():
            return True
    return _SELF.search(_QUOTED.sub(" ", sentence)) is None


def _sentence(text: str, match: Match) -> tuple[int, int]:
    first, last = max(0, match.start - AROUND), min(len(text), match.end + AROUND)
    start = max((m.end() for m in _ENDS.finditer(text, first, match.start)), default=first)
    following = _ENDS.search(text, match.end, last)
    return start, following.start() if following else last
