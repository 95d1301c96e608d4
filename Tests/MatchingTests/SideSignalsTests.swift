import Domain
import Matching
import Testing

struct SideSignalsTests {
  private func value(_ signal: Signal, _ change: (inout OrganisationProfile) -> Void) -> Double {
    let firm = Samples.profile("X", "Phần mềm truy xuất nguồn gốc cà phê, cấp mã lô hàng", change)
    return Samples.snapshot([Samples.organisation("a", firm)])
      .solvers(for: Samples.coffeeProblem, limit: 1).matches.first?.components
      .first { $0.signal == signal }?.value ?? -1
  }

  @Test func unknownLiesBetweenFitAndMisfit() {
    let pairs:
      [(Signal, (inout OrganisationProfile) -> Void, (inout OrganisationProfile) -> Void)] =
        [
          (.technology, { $0.technologies = [.digitalPlatform] }, { $0.technologies = [.nuclear] }),
          (.readiness, { $0.trl = 9 }, { $0.trl = 1 }),
          (.place, { $0.province = "66" }, { $0.province = "01" }),
          (.capacity, { $0.employees = 50 }, { $0.employees = 1 }),
        ]
    for (signal, fit, misfit) in pairs {
      let unknown = value(signal) { _ in }
      #expect(value(signal, fit) > unknown, "\(signal)")
      #expect(value(signal, misfit) < unknown, "\(signal)")
    }
  }

  @Test func fieldIsReadFromTheTextWhereItIsNotDeclared() {
    // The lexicon says that coffee is a crop, but only the crop itself names the sector.
    let declared = value(.field) { $0.fields = [.agriculture] }
    #expect(declared == 1)
    #expect(value(.field) { $0.fields = [.energy] } == 0)
    #expect(value(.field) { $0.fields = Field.allCases } < declared)
  }

  @Test func valuesFallWithCapability() {
    let strong = value(.place) { $0.province = "66" }
    let snapshot = Samples.snapshot([
      Samples.organisation(
        "weak", Samples.profile("Y", "Cửa hàng lô tô, mã giảm giá") { $0.province = "66" })
    ])
    let weak = snapshot.solvers(for: Samples.coffeeProblem, limit: 1).matches.first?.components
      .first { $0.signal == .place }?.value
    #expect(strong == 1)
    #expect((weak ?? 0) < strong)
  }
}
