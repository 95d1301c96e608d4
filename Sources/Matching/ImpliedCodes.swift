import Domain

/// The sectors and technologies that the concepts of a lexicon imply.
struct ImpliedCodes: Sendable {
  private var fields: ContiguousArray<CodeSet<Field>> = []
  private var technologies: ContiguousArray<CodeSet<Technology>> = []

  init(_ lexicon: Lexicon) {
    for concept in lexicon.concepts {
      fields.append(CodeSet(concept.field.map { [$0] } ?? []))
      technologies.append(CodeSet(concept.technology.map { [$0] } ?? []))
    }
  }

  /// What all these concepts imply.
  func callAsFunction(
    _ concepts: some Sequence<Int>
  ) -> (fields: CodeSet<Field>, technologies: CodeSet<Technology>) {
    var result: (fields: CodeSet<Field>, technologies: CodeSet<Technology>) = ([], [])
    for concept in concepts {
      result.fields = result.fields.union(fields[concept])
      result.technologies = result.technologies.union(technologies[concept])
    }
    return result
  }
}
