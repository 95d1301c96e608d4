import Domain
import Testing

@Suite struct HundredthsTests {
  @Test(
    arguments: [
      ("0", 0), ("7", 700), ("7.5", 750), ("7.05", 705), ("0.01", 1), ("9.99", 999),
      ("0.29", 29), ("1000000", 100_000_000), ("7.0", 700), ("1e1", 1000),
    ] as [(String, Int)])
  func isReadExactly(_ text: String, _ count: Int) throws {
    #expect(Hundredths(try JSONParser.parse(text)) == Hundredths(count))
  }

  @Test(arguments: [
    "7.005", "-1", "-0.01", "1000001", "1e300", "\"7\"", "null", "true", "[]", "{}",
  ])
  func refusesWhatItCannotHold(_ text: String) throws {
    #expect(Hundredths(try JSONParser.parse(text)) == nil)
  }

  @Test(arguments: [
    (0, "0"), (1, "0.01"), (10, "0.1"), (705, "7.05"), (750, "7.5"), (10_000, "100"),
  ])
  func isWrittenShortly(_ count: Int, _ text: String) {
    #expect(Hundredths(count).description == text)
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    for count in 0...10_000 {
      let text = Hundredths(count).json.compact
      #expect(Hundredths(try JSONParser.parse(text)) == Hundredths(count), "\(text)")
    }
  }

  @Test(
    arguments: [
      ([], nil, nil), ([500], 500, 0), ([1, 2], 2, 1), ([0, 10_000], 5000, 5000),
      ([200, 400, 400, 400, 500, 500, 700, 900], 500, 200), ([100, 100, 101], 100, 0),
    ] as [([Int], Int?, Int?)])
  func meanAndDeviation(_ counts: [Int], _ mean: Int?, _ deviation: Int?) {
    let numbers = counts.map(Hundredths.init(_:))
    #expect(Hundredths.mean(of: numbers) == mean.map(Hundredths.init(_:)))
    #expect(Hundredths.deviation(of: numbers) == deviation.map(Hundredths.init(_:)))
  }

  /// Against floating point, with room for its own rounding.
  @Test func spreadAgreesWithFloatingPoint() throws {
    var seed = Seeded(7)
    for _ in 0..<2000 {
      let counts = (0..<seed.number(1...9)).map { _ in seed.number(0...10_000) }
      let n = Double(counts.count)
      let mean = counts.reduce(0.0) { $0 + Double($1) } / n
      let variance = counts.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / n
      let numbers = counts.map(Hundredths.init(_:))
      let got = Double(try #require(Hundredths.deviation(of: numbers)).count)
      #expect(abs(got - variance.squareRoot()) <= 0.5000001, "\(counts)")
      let shown = Double(try #require(Hundredths.mean(of: numbers)).count)
      #expect(abs(shown - mean) <= 0.5000001, "\(counts)")
      #expect(Hundredths.deviation(of: numbers.shuffled(using: &seed))?.count == Int(got))
    }
  }
}
