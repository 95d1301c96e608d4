import Domain
import Matching

/// A few funds and startups to ask things of.
enum MandateSamples {
  static let now = Samples.moment

  static func fund(
    _ id: String, _ thesis: String, _ change: (inout FundProfile) -> Void = { _ in }
  ) -> Organisation {
    var fund = FundProfile()
    fund.thesis = thesis
    fund.open = true
    fund.stages = [.seed, .seriesA]
    fund.ticketMinVND = 1_000_000_000
    fund.ticketMaxVND = 8_000_000_000
    change(&fund)
    return Samples.organisation(
      id, Samples.profile("Quỹ \(id)", kind: .fund) { $0.fund = fund })
  }

  static func startup(
    _ id: String, _ description: String, _ change: (inout OrganisationProfile) -> Void = { _ in }
  ) -> Organisation {
    var startup = StartupProfile()
    startup.stage = .seed
    startup.raisingVND = 4_000_000_000
    return Samples.organisation(
      id,
      Samples.profile("Nhóm \(id)", description, kind: .startup) {
        $0.startup = startup
        $0.province = "66"
        $0.legal = [LegalStatus(.startupInnovative)]
        change(&$0)
      })
  }

  static let coffee = startup("s-coffee", "Truy xuất nguồn gốc cà phê chè cho nông hộ.") {
    $0.fields = [.agriculture]
    $0.technologies = [.ai]
  }

  static let funds = [
    fund("f-coffee", "Công nghệ cho cà phê và truy xuất nguồn gốc.") {
      $0.fields = [.agriculture]
    },
    fund("f-cattle", "Chăn nuôi bò sữa.") { $0.fields = [.agriculture] },
    fund("f-forest", "Cảnh báo sớm cháy rừng bằng drone.") {
      $0.fields = [.environment]
      $0.technologies = [.uav]
    },
    fund("f-local", "Cà phê của tỉnh. Không đầu tư bò.") { $0.provinces = ["66"] },
    fund("f-wide", "Many fields and early teams."),
  ]

  static let startups = [
    coffee,
    startup("s-drone", "Máy bay không người lái cảnh báo sớm cháy rừng.") {
      $0.fields = [.environment]
      $0.technologies = [.uav]
    },
    startup("s-dairy", "Phần mềm theo dõi bò sữa.") { $0.fields = [.agriculture] },
    startup("s-thin", "Cà phê."),
  ]

  static func snapshot(_ records: [Organisation] = funds + startups) -> Snapshot {
    Samples.snapshot(records)
  }
}

extension MandateMatches {
  /// Who matches, best first.
  var names: [String] { matches.map { $0.subject.part ?? $0.subject.organisation.text } }

  /// The limits that bar a record.
  func limits(_ name: String) -> [MandateReason.Limit] {
    excluded.first { ($0.subject.part ?? $0.subject.organisation.text) == name }?
      .reasons.map(\.limit) ?? []
  }
}
