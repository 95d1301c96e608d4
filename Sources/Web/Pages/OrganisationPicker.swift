import Domain
import HTML
import HTTP
import Matching
import UseCases

/// The field for an organisation: people type its name; where that names none alone, the form comes
/// back with those that were found, to choose from.
extension Visit {
  /// How many organisations are offered for a name.
  private static let mostOffered = 8

  /// The field with what was typed or chosen in it.
  func picker(
    _ field: FormField, _ kinds: [OrganisationKind], _ typed: [String], name: [Node],
    _ notes: Node, _ state: [Attribute]
  ) -> Node {
    let text = field.chosen(of: typed) ?? ""
    let chosen = organisation(told: text)
    let found = chosen == nil ? organisations(named: text, kinds) : []
    let wanted =
      [("type", RecordType.organisation.rawValue)] + kinds.map { ("kind", $0.rawValue) }
    return fieldset(.class("field")) {
      legend { name }
      notes
      if let chosen {
        offer(chosen, field, isChosen: true)
        if !field.isRequired { offer(nil, field, isChosen: false) }
      }
      if !found.isEmpty {
        p(text: say("picker.found", ["words": text]))
        for other in found { offer(other, field, isChosen: false) }
      }
      HTML.label(
        .for(field.id), text: say(chosen == nil && found.isEmpty ? "picker.name" : "picker.other"))
      input.with(
        [
          .type("text"), .value(chosen == nil && found.isEmpty ? text : ""),
          .attribute("maxlength", String(TextLimit.name)), .attribute("autocomplete", "off"),
          .attribute("list", field.id + "-names"),
          .data("names", "/search/suggestions?" + Query(wanted).encoded),
          .id(field.id), .name(field.member),
          .flag("required", field.isRequired && chosen == nil && found.isEmpty),
        ] + state
      ) {}
      datalist(.id(field.id + "-names")) {}
    }
  }

  private func offer(_ record: Organisation?, _ field: FormField, isChosen: Bool) -> Node {
    HTML.label(.class("offer")) {
      input(
        .type("radio"), .name(field.member), .value(record?.id.text ?? ""),
        .flag("checked", isChosen))
      " "
      if let record {
        text(record.profile.name)
        let facts =
          [
            word(record.profile.kind), record.profile.province.map(place),
            record.profile.taxCode,
          ].compactMap { $0 }
        span(.class("help"), text: " – " + facts.joined(separator: ", "))
      } else {
        say("picker.nobody")
      }
    }
  }

  /// What was typed in a form, the names of organisations replaced by the identifiers of those that
  /// alone have them.
  func typed(_ form: Form) -> FormValues {
    var values = FormValues(posted)
    for field in form.fields {
      guard case .organisation(let kinds) = field.kind else { continue }
      guard let text = field.chosen(of: values[field]) else {
        values[field] = []
        continue
      }
      let name = Folding.fold(text)
      let same =
        organisation(told: text) == nil
        ? organisations(named: text, kinds).filter { Folding.fold($0.profile.name) == name } : []
      values[field] = [same.count == 1 ? same[0].id.text : text]
    }
    return values
  }

  /// The organisation with that identifier, as far as the visitor may know of it.
  private func organisation(told id: String) -> Organisation? {
    guard !id.isEmpty, id.count <= 100 else { return nil }
    return try? site.registry.organisations([ID(id)], by: actor)[ID(id)]
  }

  /// Organisations of the register that a name may mean, the likeliest first.
  private func organisations(named text: String, _ kinds: [OrganisationKind]) -> [Organisation] {
    guard !text.isEmpty else { return [] }
    var query = SearchQuery(text: String(text.prefix(200)), limit: Self.mostOffered)
    query.types = [.organisation]
    query.kinds = Set(kinds)
    let hits = site.registry.search(query).hits
    guard let records = try? site.registry.organisations(hits.map { ID($0.id) }, by: actor)
    else { return [] }
    return hits.compactMap { records[ID($0.id)] }
  }
}

extension Form {
  /// The record that a filled-in form of a visit describes, see `Visit.typed`.
  func recordTyped(in visit: Visit) -> JSON { record(from: visit.typed(self)) }
}

extension FileType {
  /// The endings of the files that the register takes, as a form names them to a browser.
  static var accepted: String {
    allCases.flatMap(\.extensions).map { "." + $0 }.joined(separator: ",")
  }
}
