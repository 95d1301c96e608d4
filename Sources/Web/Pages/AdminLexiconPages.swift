import Domain
import HTML
import HTTP
import UseCases

/// `/admin/lexicon`: the concepts that matching knows, and what this register adds to them.
extension Site {
  /// The table of these pages.
  var adminLexiconPages: [Route] {
    let base = "/admin/lexicon"
    return [
      Route(.GET, base, page(officer(listLexicon))),
      Route(.GET, base + "/new", page(officer(showNewConcept))),
      Route(.POST, base + "/new", submission(officer(submitNewConcept))),
      Route(.GET, base + "/{id}", page(officer(showConceptPage))),
      Route(.POST, base + "/{id}", submission(officer(submitConcept))),
      Route(.POST, base + "/{id}/remove", submission(officer(removeConceptPage))),
    ]
  }

  private static func form(isNew: Bool) -> Form {
    let forms = ConceptEntry.formLimit * (ConceptEntry.formLength + 1)
    let links = ConceptEntry.relatedLimit * (ConceptEntry.idLength + 1)
    let rest = [
      FormField(member: "vi", kind: .lines(most: forms)),
      FormField(member: "en", kind: .lines(most: forms)),
      FormField(member: "broader", kind: .lines(most: links)),
      FormField(member: "related", kind: .lines(most: links)),
      FormField(member: "code", kind: .line(most: 100)),
    ]
    return Form(
      name: "concept",
      fields: isNew
        ? [
          FormField(
            member: "id", kind: .line(most: ConceptEntry.idLength), isRequired: true)
        ] + rest : rest)
  }

  func listLexicon(_ visit: Visit) throws(DomainError) -> Response {
    var query = QueryReader(visit.request.query)
    _ = query.text("done")
    var filter = ConceptFilter()
    filter.text = query.text("q", most: 200).flatMap { $0.trimmed.isEmpty ? nil : $0 }
    let origins = query.codes("origin", of: ConceptRecord.Origin.allCases.map(\.rawValue))
    filter.origins = Set(origins.compactMap(ConceptRecord.Origin.init(rawValue:)))
    let cursor = query.text("cursor", most: 2000)
    try query.finish()
    let after: (key: SortKey, id: String)? =
      if let cursor { try Cursor.decode(cursor, "lexicon", .name) } else { nil }
    let page = try registry.concepts(filter, page: PageRequest(limit: 25, after: after))
    let next = page.next.map { Cursor.encode("lexicon", $0) }
    return visit.show(
      WebPage(visit.say("lexicon.title"), lead: visit.say("lexicon.lead")) {
        visit.conceptFilter(filter)
        p(.class("actions")) {
          a(.class("button"), .href("/admin/lexicon/new"), text: visit.say("lexicon.new"))
          a(
            .class("button second"), .href("/api/v1/lexicon.jsonl"),
            text: visit.say("lexicon.export"))
        }
        p(
          .class("count"),
          text: visit.say(
            "list.total", ["count": Figures.grouped(Int64(page.total), visit.language)]))
        if !page.items.isEmpty { visit.conceptTable(page.items) }
        visit.nextPage(next)
      })
  }

  func showNewConcept(_ visit: Visit) throws(DomainError) -> Response {
    visit.show(newConceptPage(visit, FormState(form: Self.form(isNew: true))))
  }

  private func newConceptPage(_ visit: Visit, _ state: FormState) -> WebPage {
    var page = WebPage(visit.say("lexicon.new"), lead: visit.say("lexicon.new.lead")) {
      visit.problems(of: state)
      visit.postForm("/admin/lexicon/new", .data("keep", "true")) {
        visit.fields(of: state)
        button(text: visit.say("organisation.save"))
      }
    }
    page.trail = [("/admin/lexicon", visit.say("lexicon.title"))]
    return page
  }

  func submitNewConcept(_ visit: Visit) throws(DomainError) -> Response {
    let form = Self.form(isNew: true)
    let made: ConceptRecord
    do throws(DomainError) {
      made = try registry.addConcept(
        form.record(from: FormValues(visit.posted)), by: visit.actor, key: visit.formKey)
    } catch {
      return try visit.again(form, error) { newConceptPage(visit, $0) }
    }
    return try visit.goOn(to: "/admin/lexicon/" + made.entry.id, done: "saved")
  }

  func showConceptPage(_ visit: Visit) throws(DomainError) -> Response {
    let (form, record) = (Self.form(isNew: false), try registry.concept(visit.parameter("id")))
    return visit.show(
      conceptPage(
        visit, record, FormState(form: form, values: FormValues(record: record.json, form: form))))
  }

  private func conceptPage(
    _ visit: Visit, _ record: ConceptRecord, _ state: FormState
  ) -> WebPage {
    let path = "/admin/lexicon/" + record.entry.id
    let (vi, en) = (record.entry.vi.first, record.entry.en.first)
    let title = (visit.language == .vi ? vi ?? en : en ?? vi) ?? record.entry.id
    var page = WebPage(title, lead: visit.say("lexicon.origin.\(record.origin.rawValue)")) {
      p(.class("line")) { code(text: record.entry.id) }
      visit.problems(of: state)
      if record.origin != .added {
        p(.class("notice"), text: visit.say("lexicon.shipped"))
      }
      visit.conceptLinks(record.entry)
      visit.postForm(path, .data("keep", "true")) {
        visit.versionField(record.version)
        visit.fields(of: state)
        button(text: visit.say("organisation.save"))
      }
      if record.addition != nil {
        details(.class("danger")) {
          summary(text: visit.say("lexicon.remove"))
          p(.class("help"), text: visit.say("lexicon.remove.help"))
          visit.step(
            path + "/remove", "part.remove.sure", [("version", String(record.version))])
        }
      }
    }
    page.trail = [("/admin/lexicon", visit.say("lexicon.title"))]
    return page
  }

  func submitConcept(_ visit: Visit) throws(DomainError) -> Response {
    let (form, before) = (Self.form(isNew: false), try registry.concept(visit.parameter("id")))
    do throws(DomainError) {
      _ = try registry.updateConcept(
        before.entry.id, patch: form.patch(from: FormValues(visit.posted), of: before.entry.json),
        expecting: visit.expectedVersion, by: visit.actor)
    } catch {
      return try visit.again(form, error) { conceptPage(visit, before, $0) }
    }
    return try visit.goOn(to: "/admin/lexicon/" + before.entry.id, done: "saved")
  }

  func removeConceptPage(_ visit: Visit) throws(DomainError) -> Response {
    let (form, before) = (Self.form(isNew: false), try registry.concept(visit.parameter("id")))
    do throws(DomainError) {
      try registry.removeConcept(
        before.entry.id, expecting: visit.expectedVersion, by: visit.actor)
    } catch {
      var state = try FormState(form: form).refused(error, visit.posted)
      state.values = FormValues(record: before.json, form: form)
      return visit.showRefused(conceptPage(visit, before, state), error)
    }
    return try visit.goOn(to: "/admin/lexicon", done: "removed")
  }
}

extension Visit {
  fileprivate func conceptFilter(_ filter: ConceptFilter) -> Node {
    HTML.form(
      .class("actions"), .action("/admin/lexicon"), .aria("label", say("list.narrow"))
    ) {
      queryField("q", filter.text ?? "", type: "search")
      div(.class("field")) {
        label(.for("origin"), text: say("lexicon.origin"))
        select(.id("origin"), .name("origin")) {
          option(.value(""), text: say("accounts.any"))
          for origin in ConceptRecord.Origin.allCases {
            option(
              .value(origin.rawValue), .flag("selected", filter.origins == [origin]),
              text: say("lexicon.origin.\(origin.rawValue)"))
          }
        }
      }
      button(.class("second"), text: say("list.apply"))
    }
  }

  fileprivate func conceptTable(_ records: [ConceptRecord]) -> Node {
    dataTable(
      ["lexicon.id", "lexicon.vi", "lexicon.en", "lexicon.origin"],
      caption: say("lexicon.title"),
      rows: records.map { record in
        let entry = record.entry
        return [
          a(.href("/admin/lexicon/" + entry.id)) { code(text: entry.id) },
          inVietnamese(entry.vi.joined(), .text(entry.vi.prefix(5).joined(separator: ", "))),
          span(.lang("en"), text: entry.en.prefix(5).joined(separator: ", ")),
          .text(say("lexicon.origin.\(record.origin.rawValue)")),
        ]
      })
  }

  /// The concepts that a concept names, each with its page.
  fileprivate func conceptLinks(_ entry: ConceptEntry) -> Node {
    func links(_ ids: [String]) -> Node? {
      ids.isEmpty
        ? nil
        : ul(.class("tags")) {
          for id in ids { li { a(.href("/admin/lexicon/" + id)) { code(text: id) } } }
        }
    }
    return facts([
      ("lexicon.broader", links(entry.broader)), ("lexicon.related", links(entry.related)),
    ])
  }
}
