"""bm25s: BM25 scores computed when the index is built, kept as a sparse matrix; numpy, one thread.

It cannot ask for all words of a query, and a change means building anew.
"""

import bm25s

import measure


class BM25S:
    name = "bm25s"

    def __init__(self, texts):
        tokens = bm25s.tokenize(
            texts, token_pattern=measure.WORD.pattern, stopwords=[], show_progress=False
        )
        self.index = bm25s.BM25()
        self.index.index(tokens, show_progress=False)
        self.size = len(texts)

    def prepare(self, text, every):
        known = self.index.vocab_dict
        return [[word for word in measure.words(text) if word in known]]

    def rank(self, prepared, limit):
        if not prepared[0]:
            return []
        numbers, scores = self.index.retrieve(
            prepared, k=min(limit, self.size), show_progress=False, n_threads=0
        )
        return [int(number) for number, score in zip(numbers[0], scores[0]) if score > 0]

    change = None


if __name__ == "__main__":
    measure.main(BM25S)
