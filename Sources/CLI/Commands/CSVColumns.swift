import Domain
import UseCases

/// The columns of a spreadsheet of records, as `import` reads them: `startup.stage` stands for a
/// nested member, `;` separates the elements of a list, structures stand as JSON.
struct CSVColumns {
  /// One column.
  struct Column {
    /// The member's path, with a point before a nested one.
    let name: String

    func cell(of record: JSON) -> String {
      var value: JSON? = record
      for part in name.split(separator: ".") { value = value?[String(part)] }
      switch value {
      case nil, .null?: return ""
      case .string(let text)?: return text
      case .array(let elements)?: return list(elements)
      case let value?: return value.compact
      }
    }

    /// Texts side by side; as JSON where an element is a structure or would be taken apart.
    private func list(_ elements: [JSON]) -> String {
      let texts = elements.compactMap(\.text)
      let isPlain =
        texts.count == elements.count
        && texts.allSatisfy { text in !text.contains { $0 == ";" || $0.isNewline } }
      if isPlain { return texts.joined(separator: "; ") }
      return JSON.array(elements).compact
    }
  }

  static func of(_ kind: ExportKind) -> [Column] {
    switch kind {
    case .organisations: organisations.map { Column(name: $0) }
    case .problems: problems.map { Column(name: $0) }
    }
  }

  private static let organisations = [
    "id", "kind", "name", "name_en", "tax_code", "legal", "founded", "employees", "province",
    "commune", "address", "website", "email", "phone", "description", "products", "fields",
    "technologies", "trl", "past_projects", "certificates", "startup.stage",
    "startup.raising_vnd", "startup.traction", "startup.raising_visible_to_funds",
    "fund.fund_kind", "fund.thesis", "fund.fields",
    "fund.technologies", "fund.stages", "fund.ticket_min_vnd", "fund.ticket_max_vnd",
    "fund.provinces", "fund.instruments", "fund.open", "incubator.capacity",
    "incubator.mentors", "incubator.programmes", "incubator.mentor_profiles", "status",
  ]

  private static let problems = [
    "id", "code", "title", "grounds", "description", "expected_result", "field", "technologies",
    "owner", "owner_organisation", "mechanism", "budget_vnd", "province", "required", "deadline",
    "question_deadline", "status",
  ]
}
