import Domain
import Testing

@Suite struct DomainErrorTests {
  @Test func whatWasFoundIsCutToAReadableLength() {
    let long = String(repeating: "ắ", count: 81)
    #expect(Fault("/a", .tooLong, found: long).found == String(repeating: "ắ", count: 79) + "…")
    let fits = String(repeating: "ắ", count: 80)
    #expect(Fault("/a", .tooLong, found: fits).found == fits)
    #expect(Fault("/a", .missing).found == nil)
  }

  @Test func rulesAreDifferentKeys() {
    let keys = Fault.Rule.allCases.map(\.rawValue)
    #expect(Set(keys).count == keys.count)
    #expect(keys.allSatisfy { $0.allSatisfy { $0 == "_" || ("a"..."z").contains($0) } })
  }
}
