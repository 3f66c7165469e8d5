"""Talk of being hurt, touched, starved or shut in by somebody, by how it is said."""

from __future__ import annotations

from homeroom.policy.detect.abuse_english import ENGLISH, HURT
from homeroom.policy.detect.abuse_spanish import SPANISH
from homeroom.policy.detect.danger import Told

TOLD = Told(
    trigger=(
        r"(?:(?:things?|stuff|something|it) to (?:me|us|my)|black eye|busted|have (?:anything|"
        r"food|any food)|(?:hit|beat|chok|punch|slap|hurt)[a-z]* (?:her|him|mom)|"
        r"inappropriate|creepy|(?:me|nos) (?:hac|hiz|hicieron|echo|corr|sac|echa)|"
        r"sin (?:mi )?permiso|a la fuerza)|"
        rf"\b{HURT}\b (?:and \w+ )?(?:on )?(?:me|us|my)\b|\b(?:me|nos) (?:jal|arrast|avient|"
        r"avent|estrel|empuj)|moretones|\bif i |pics?\b|photos?\b|pictures\b|fotos?\b|"
        r"packs?\b|gifts?|robux|borr[ae]|delete|encerrad|amarrad|girl ?friend|special|"
        r"meet (?:him|her)|\bm [a-z]|\bace\b|\biso\b|dej(?:a|an|aron|o) |\bhe'?ll hurt"
        r"|\b(?:me|nos|le|les) (?:esta(?:ba)? )?(?:[a-z]+)?(?:peg|golpe|cachet|azot|pat|quem|"
        r"ahorc|enc|empuj|last|malt|manos|viol|tort|"
        r"muerd|pelliz|jal|av|estrell|obli|toc|bes|acos|agred|amen|acar|hac|hiz|dej|corri|"
        r"agarr|muele|pid|ped|mand|exig|rog|"
        r"insist|abus|mir|esp|grab)[a-z]*|\b(?:me|nos) ve |\b(?:me|nos) (?:da|dio|dan) (?:con|"
        r"cach|golp|cint|pun|de |un)"
        r"|\bmom\b|\b(?:kiss|touch|watch|undress) |feeds?|feeding|of me|sin (?:agua|comer)|"
        r"senor|hombre|peg[ao]\w* a mi|golpe[ao]\w* a mi|abus[oa]|acoso sex|\bsafe\b|"
        r"\b(?:scared|afraid|terrified|frightened|nervous|fear) "
        r"|nud(?:e|es|ez)\b|noods|noodz|naked|undress|topless|without (?:my |any |"
        r"a )?(?:clothes|shirt|top)|my (?:bra|underwear|undies|body)"
        r"|\b(?:bruis|welt|marks?\b|black eye|burns?\b|scars?\b|moret|marcas|golpes|cicatri)|"
        r"food|to eat\b|eaten"
        r"|\b(?:feed|feeds|feeding|let|lets|give|gives) (?:me|us)\b|hands? (?:up|down|under|"
        r"in|inside|on|around|between) my"
        r"|\b(?:lock|shut|ti|chain|keep|kept|kick|threw|throw|film|watch|record|peek|look|"
        r"pull|yank|drag)[a-z]* (?:(?:on |at )?me|us|my)\b"
        r"|threaten|forc(?:e|es|ed|ing) me|pressur\w+ me|coerc\w+ me|(?:after|at) me (?:with|"
        r"w)\b|(?:left|leaves|leave|leaving) (?:me|us)|\b(?:abused|molested|raped|"
        r"trafficked)\b|\bfui |he sido|\bif i tell|(?:kill|hurt|beat|hit|shoot|stab|"
        r"break) (?:me|us|my)|(?:not|never|dont|don'?t|to|cant|can'?t)(?: ever)? (?:tell|say|"
        r"talk|speak|mention)\b|secret|my (?:room|bed|bedroom|shower)\b|the (?:shower|"
        r"bathroom)|never (?:been )?born|at (?:me|us)\b"
        r"|(?:cigarette|hands?)s? |molest|\brap|grop|sexual|grown man|take off|strip\b|"
        r"his lap|(?:touch|kiss) (?:him|her|his|my)|have sex"
        r"|desnud|sin ropa|intimas|miedo|panico|terror|(?:ir|irme|volver|regresar|"
        r"llegar) a (?:mi )?casa|segur[oa]|comida|comer|cenar|(?:diga|dijera|cuent|contara|"
        r"hablara|"
        r"hable)|(?:va a|iba a) |mi (?:cuarto|cama|recamara|habitacion)|violencia|maltrato|"
        r"packs?\b|(?:get|got|gets|was|were|am|getting|been) (?:hit|beat|"
        r"slapped|abused|whipped|punched|choked|touched)|kneel|sleep (?:in|with|outside)|"
        r"stand outside"
    ),
    patterns=(*ENGLISH, *SPANISH),
)
