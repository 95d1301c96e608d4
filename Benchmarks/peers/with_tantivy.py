"""tantivy: BM25 over one field, its default tokenizer, in memory, one indexing thread.

Positions and term vectors are left out, the total is not counted, and numbers come from a column
instead of stored documents, so that each step is as cheap as the engine can make it.
"""

import tantivy

import measure

# Enough for the largest text here to become one segment, which is the fastest to search.
HEAP = 1_000_000_000


class Tantivy:
    name = "tantivy"

    def __init__(self, texts):
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", index_option="freq")
        builder.add_integer_field("number", indexed=True, fast=True)
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema)
        writer = self.index.writer(heap_size=HEAP, num_threads=1)
        for number, text in enumerate(texts):
            writer.add_document(tantivy.Document(number=number, text=text))
        writer.commit()
        writer.wait_merging_threads()
        self.writer = None
        self._reload()

    def _reload(self):
        self.index.reload()
        self.searcher = self.index.searcher()

    def prepare(self, text, every):
        return measure.words(text), every

    def rank(self, prepared, limit):
        words, every = prepared
        occur = tantivy.Occur.Must if every else tantivy.Occur.Should
        query = tantivy.Query.boolean_query(
            [(occur, tantivy.Query.term_query(self.schema, "text", word, "freq")) for word in words]
        )
        hits = self.searcher.search(query, limit, count=False).hits
        return self.searcher.fast_field_values("number", [address for _, address in hits])

    def change(self, number, old, new):
        if self.writer is None:
            self.writer = self.index.writer(heap_size=50_000_000, num_threads=1)
        self.writer.delete_documents_by_term("number", number)
        self.writer.add_document(tantivy.Document(number=number, text=new))
        self.writer.commit()
        self._reload()


if __name__ == "__main__":
    measure.main(Tantivy)
