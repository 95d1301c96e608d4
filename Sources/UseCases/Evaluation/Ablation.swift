package import Domain
package import Matching

/// The same evaluation with a part of the engine left out, to see what that part is worth.
package struct Ablation: Sendable {
  /// A stable name, such as `without_field`.
  package let key: String
  /// What people read.
  package let label: Bilingual
  /// Whether the profiles lose their marks.
  package let isUnmarked: Bool
  /// The weights without the part.
  package let change: @Sendable (Weights) -> Weights

  private init(
    _ key: String, vi: String, en: String, isUnmarked: Bool = false,
    _ change: @escaping @Sendable (Weights) -> Weights = { $0 }
  ) {
    self.key = key
    label = Bilingual(vi: vi, en: en)
    self.isUnmarked = isUnmarked
    self.change = change
  }

  /// The whole engine.
  package static let whole = Ablation("all", vi: "đầy đủ", en: "all signals")

  /// Everything that is tried, the whole engine first. A new part of it is one more line.
  package static let all: [Ablation] =
    [
      whole,
      Ablation("capability_alone", vi: "chỉ năng lực", en: "capability alone") {
        $0.with(signals: [.capability: 1])
      },
    ]
    + Signal.allCases.filter { $0 != .capability }.map { signal in
      Ablation(
        "without_\(signal.rawValue)", vi: "bỏ \(signal.label.vi.lowercased())",
        en: "without \(signal.label.en.lowercased())"
      ) { weights in
        weights.with(signals: weights.signals.filter { $0.key != signal })
      }
    }
    + [
      Ablation("without_concepts", vi: "bỏ khái niệm", en: "without concepts") {
        $0.with { $0.conceptWeight = 0 }
      },
      Ablation("without_related", vi: "bỏ khái niệm có liên quan", en: "without related concepts") {
        $0.with { $0.relatedShare = 0 }
      },
      Ablation("without_pairs", vi: "bỏ cặp từ", en: "without word pairs") {
        $0.with { $0.pairWeight = 0 }
      },
      Ablation("without_words", vi: "bỏ từ đơn", en: "without single words") {
        $0.with { $0.wordWeight = 0 }
      },
      Ablation(
        "unmarked", vi: "hồ sơ không dấu", en: "profiles without marks", isUnmarked: true),
    ]
}
