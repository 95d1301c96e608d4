import Domain
import UseCases

/// `innoreg org …`.
enum OrganisationCommands {
  static let command = Command(
    "org", summary: "Work with organisations",
    discussion: """
      An organisation is named by its identifier or by the id it had in the file it was imported \
      from.
      """,
    subcommands: [list] + edit.commands + moves.commands + RegistrationCommands.commands)

  static let argument = Argument(
    "organisation", help: "The organisation, by identifier or id of its import.")

  private static let list = Command(
    "list", summary: "List organisations",
    examples: [
      Example("innoreg org list --status submitted", "Who waits for verification"),
      Example(
        "innoreg org list --kind startup --province \"Đắk Lắk\" --all --json",
        "All startups of a province, for a program"),
    ],
    options: [
      Listing.codes("kind", "Only of these kinds.", OrganisationKind.self),
      Listing.codes("status", "Only in these states.", Organisation.Status.self),
      Listing.provinceOption,
      Listing.codes("field", "Only of these fields.", Field.self),
      Listing.codes("technology", "Only with these technologies.", Technology.self),
      Listing.codes("legal", "Only of these legal classes.", LegalClass.self),
      .value("tax-code", "CODE", help: "Only the holder of a tax code."),
    ] + Listing.pageOptions,
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      var filter = OrganisationFilter()
      filter.kinds = try invocation.choices("kind", of: OrganisationKind.self)
      filter.statuses = try invocation.choices("status", of: Organisation.Status.self)
      filter.provinces = try Listing.provinces(session)
      filter.fields = try invocation.choices("field", of: Field.self)
      filter.technologies = try invocation.choices("technology", of: Technology.self)
      filter.legal = try invocation.choices("legal", of: LegalClass.self)
      filter.taxCode = try invocation.optionalString("tax-code").map {
        (try? TaxCode($0))?.text ?? $0
      }
      let (voice, wanted) = (session.voice, filter)
      return try Listing.print(
        session,
        columns: [
          Table.Column(voice(vi: "Mã số", en: "Identifier")),
          Table.Column(voice(vi: "Tên", en: "Name")),
          Table.Column(voice(vi: "Loại", en: "Kind")),
          Table.Column(voice(vi: "Tỉnh, thành phố", en: "Province")),
          Table.Column(voice(vi: "Trạng thái", en: "State")),
        ],
        json: \.json,
        cells: {
          [
            $0.id.text, $0.profile.name, voice.label($0.profile.kind),
            voice.province($0.profile.province), voice.label($0.status),
          ]
        },
        fetch: { page throws(DomainError) in
          try session.registry.organisations(wanted, page: page, by: session.actor)
        })
    })

  private static let edit = EditCommands<Organisation>(
    group: "org", noun: "an organisation", aggregate: "organisation", argument: argument,
    least: "kind and name",
    json: \.json, version: \.version,
    find: { session, name throws(DomainError) in
      try session.registry.organisation(name, by: session.actor)
    },
    create: { session, json throws(DomainError) in
      try session.registry.createOrganisation(json, by: session.actor)
    },
    update: { session, name, patch, version throws(DomainError) in
      try session.registry.updateOrganisation(
        name, patch: patch, expecting: version, by: session.actor)
    })

  private static let moves = MoveCommands<Organisation.Status, Organisation.Event>(
    group: "org", argument: argument, lifecycle: Organisation.lifecycle,
    summaries: [
      .submit: "Submit an organisation for verification",
      .verify: "Verify an organisation",
      .return: "Return a registration with a reason",
      .suspend: "Suspend an organisation with a reason",
      .withdraw: "Withdraw an organisation",
    ],
    mayHaveReason: [
      .verify: "Why, where the person behind it stands behind another verified one.",
      .withdraw: "Why; needed where people belong to it, who are told.",
    ],
    move: { session, name, event, reason, version throws(DomainError) in
      let record = try session.registry.moveOrganisation(
        name, event, reason: reason, expecting: version, by: session.actor)
      return (record.json, record.profile.name, record.status)
    })
}
