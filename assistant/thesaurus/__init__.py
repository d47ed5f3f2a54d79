"""General words of the domain: what people say against what reports write.

Everything here is about government work reports in general; nothing names a goal, a bureau's project or a sentence of a
document. Word lists, because a model of meaning (the embeddings) puts 收入 and 支出 side by side.
"""

from assistant.thesaurus.asking import ASKING, DEEDS, MEASURE_NOUNS, NOMINAL
from assistant.thesaurus.english import ENGLISH, chinese_of
from assistant.thesaurus.places import PLACES
from assistant.thesaurus.synonyms import SYNONYMS, names_a_deed, synonyms_of, terms_in

__all__ = [
    "ASKING",
    "DEEDS",
    "ENGLISH",
    "MEASURE_NOUNS",
    "NOMINAL",
    "PLACES",
    "SYNONYMS",
    "chinese_of",
    "names_a_deed",
    "synonyms_of",
    "terms_in",
]
