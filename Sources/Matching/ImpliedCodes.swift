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

  /// What all these mentions imply.
  func callAsFunction(
    _ mentions: ContiguousArray<Reading.Mention>
  ) -> (fields: CodeSet<Field>, technologies: CodeSet<Technology>) {
    var result: (fields: CodeSet<Field>, technologies: CodeSet<Technology>) = ([], [])
    for mention in mentions {
      result.fields = result.fields.union(fields[mention.concept])
      result.technologies = result.technologies.union(technologies[mention.concept])
    }
    return result
  }
}
