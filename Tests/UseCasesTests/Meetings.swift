import Domain
import Storage
import UseCases

/// A register with a fund, two startups and an incubator.
struct Meetings {
  let world: World
  let fund: Organisation
  let startup: Organisation
  let other: Organisation
  let incubator: Organisation

  var registry: Registry { world.registry }
  var asFund: Actor { World.member(of: fund) }
  var asStartup: Actor { World.member(of: startup) }
  var asOther: Actor { World.member(of: other) }
  var asIncubator: Actor { World.member(of: incubator) }

  init() throws {
    world = try World()
    fund = try world.organisation(
      .verified,
      [
        "kind": "fund", "name": "Quỹ Mẫu", "email": "quy@example.vn",
        "fund": [
          "fund_kind": "startup_investment_fund", "thesis": "Truy xuất nguồn gốc cà phê.",
          "open": true,
        ],
      ])
    startup = try world.organisation(
      .verified,
      [
        "kind": "startup", "name": "Hạt Mẫu", "email": "hat@example.vn", "technologies": ["ai"],
        "description": "Phần mềm truy xuất nguồn gốc cà phê cho nông hộ và nhà xuất khẩu.",
        "startup": ["stage": "seed"],
      ])
    other = try world.organisation(
      .verified,
      [
        "kind": "startup", "name": "Lá Mẫu", "technologies": ["ai"],
        "startup": ["stage": "seed"],
        "description": "Truy xuất nguồn gốc cà phê cho nhà xuất khẩu và nông hộ bằng phần mềm.",
      ])
    incubator = try world.organisation(
      .verified,
      [
        "kind": "incubator", "name": "Vườn ươm Mẫu",
        "incubator": [
          "programmes": [["id": "ca-phe", "title": "Ươm tạo cà phê"]],
          "mentor_profiles": [
            ["id": "xuat-khau", "title": "Cố vấn xuất khẩu", "capacity_per_month": 1],
            ["id": "ban", "title": "Cố vấn bận", "open": false],
          ],
        ],
      ])
    try registry.follow()
  }

  /// What waits in the outbox for an organisation, the oldest first.
  func notices(for organisation: Organisation) throws -> [Notice.Kind] {
    try waiting().filter { $0.audience == .organisation(organisation.id) }.map(\.kind)
  }

  /// Everything that waits in the outbox.
  func waiting() throws -> [Notice] {
    try world.store.read { db throws(DomainError) in
      try db.notices(limit: 1000).map(\.notice)
    }
  }

  /// An announced cohort that takes applications until the end of June.
  func cohort(
    capacity: Int = 1, opens: String = "2026-05-01"
  ) throws(DomainError) -> Cohort {
    let draft = try registry.createCohort(
      [
        "programme": "ca-phe", "name": "Khoá mùa khô", "opens": .string(opens),
        "closes": "2026-06-30", "capacity": JSON(capacity),
      ], by: asIncubator
    ).cohort
    return try registry.moveCohort(draft.id, .announce, by: asIncubator).cohort
  }
}
