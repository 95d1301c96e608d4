import Domain
import FoundationEssentials
import Matching
import Testing
import UseCases

@Suite struct AblationTests {
  @Test func everyPartHasItsLine() {
    let keys = Ablation.all.map(\.key)
    #expect(keys.first == Ablation.whole.key)
    #expect(Set(keys).count == keys.count)
    for signal in Signal.allCases where signal != .capability {
      #expect(keys.contains("without_\(signal.rawValue)"))
    }
    #expect(Set(Ablation.all.map(\.label.vi)).count == keys.count)
    #expect(Set(Ablation.all.map(\.label.en)).count == keys.count)
  }

  @Test(arguments: Ablation.all.indices) func aLineLeavesOutWhatItSays(_ index: Int) {
    let ablation = Ablation.all[index]
    let changed = ablation.change(.standard)
    let kept = Signal.allCases.filter { changed[$0] > 0 }
    switch ablation.key {
    case "all", "unmarked": #expect(changed == .standard)
    case "capability_alone": #expect(kept == [.capability])
    default:
      let part = String(ablation.key.dropFirst("without_".count))
      if let signal = Signal(rawValue: part) {
        #expect(kept == Signal.allCases.filter { $0 != signal })
        #expect(changed.text == Weights.standard.text)
        // What is left keeps its proportions.
        let share = changed[.capability] / Weights.standard[.capability]
        for other in kept {
          #expect(abs(changed[other] - Weights.standard[other] * share) < 1e-5)
        }
      } else {
        #expect(kept == Signal.allCases)
        #expect(changed.text != Weights.standard.text)
      }
    }
  }

  @Test func rankingsFromSignalsAreTheLinesOfTheRun() throws {
    let evaluation = try Collection.evaluation.get()
    let rankings = try evaluation.matches(judgedBy: Collection.judgements())
      .rankings(by: evaluation.weights)
    var run: [String: [String]] = [:]
    for line in evaluation.lines {
      let cells = line.split(separator: "\t").map(String.init)
      run[cells[0], default: []].append(cells[1])
    }
    #expect(rankings == run)
  }

  /// A line whose weights alone differ must be what the engine gives with those weights.
  @Test func reweighingIsTheSameAsMatchingAnew() throws {
    let judgements = try Collection.judgements()
    let ablation = try #require(Ablation.all.first { $0.key == "capability_alone" })
    let line = try #require(
      try Collection.evaluation.get().ablations(judgedBy: judgements)
        .first { $0.ablation.key == ablation.key })
    func json(_ name: String) throws -> JSON { try JSONParser.parse(Collection.bytes(name)) }
    let anew = try Evaluation(
      problems: json("problems.json"),
      organisations: ["firms.json", "funds.json"].map { ($0, try json($0)) },
      reference: ReferenceData.bakedIn.get(), weights: ablation.change(.standard))
    let measures = anew.matches(judgedBy: judgements).measures(by: anew.weights)
    #expect(measures == line.measures)
  }

  /// Another program's arithmetic on the same run, where there is Python.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/python3")))
  func theScorerOfTheBenchmarksAgrees() throws {
    let evaluation = try Collection.evaluation.get()
    let measures = try evaluation.matches(judgedBy: Collection.judgements())
      .measures(by: evaluation.weights)
    let run = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID()).tsv")
    try Data(evaluation.lines.joined(separator: "\n").utf8).write(to: run)
    defer { try? FileManager.default.removeItem(at: run) }
    let script = """
      import sys; sys.path.insert(0, sys.argv[1] + '/Benchmarks/peers')
      import quality
      run = {}
      for line in open(sys.argv[2], encoding='utf-8'):
          problem, firm, _ = line.rstrip().split('\\t')
          run.setdefault(problem, []).append(firm)
      grades = quality.judgements(sys.argv[1] + '/fixtures/evaluation')
      print('%.9f %.9f' % quality.scores(grades, run))
      """
    let printed = try Python.run([script, Collection.root.path(), run.path()])
    let numbers = printed.split(separator: " ").compactMap { Double($0.trimmed) }
    try #require(numbers.count == 2, "\(printed)")
    #expect(abs(numbers[0] - measures.ndcg10) < 1e-8)
    #expect(abs(numbers[1] - measures.recall20) < 1e-8)
  }
}
