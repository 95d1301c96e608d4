import Domain
import Matching
import UseCases
import Web

/// Measures and proposed weights, for people and programs.
struct EvaluationView {
  let voice: Voice

  /// The measures, a row for each way of ranking.
  func table(_ rows: [(ablation: Ablation, measures: RankingMeasures)]) -> Table {
    var table = Table([
      Table.Column(voice(vi: "Cách xếp hạng", en: "Ranking")),
      Table.Column("nDCG@10", .right), Table.Column("Recall@20", .right),
      Table.Column("P@5", .right), Table.Column("judged@10", .right),
    ])
    for (ablation, measures) in rows {
      table.add(
        [voice.language.pick(ablation.label)]
          + [measures.ndcg10, measures.recall20, measures.precision5, measures.judged10]
          .map { decimal($0) })
    }
    return table
  }

  /// One row of the table for programs.
  func json(_ ablation: Ablation, _ measures: RankingMeasures) -> JSON {
    [
      "ranking": .string(ablation.key), "label": ablation.label.json,
      "ndcg_10": .number(measures.ndcg10), "recall_20": .number(measures.recall20),
      "precision_5": .number(measures.precision5), "judged_10": .number(measures.judged10),
    ]
  }

  /// A proposal for programs; none where none was asked for.
  func members(_ proposal: WeightProposal?) -> [(String, JSON)] {
    guard let proposal else { return [] }
    return [
      (
        "proposal",
        [
          "current": proposal.current.json,
          "proposed": proposal.isDifferent ? proposal.proposed.json : .null,
          "problems": JSON(proposal.problems),
          "held_out": [
            "current_ndcg_10": .number(proposal.currentNDCG),
            "proposed_ndcg_10": .number(proposal.proposedNDCG),
            "gain": .number(proposal.gain), "standard_error": .number(proposal.standardError),
            "is_gain_clear": .bool(proposal.isGainClear),
          ],
          "folds": .array(
            proposal.folds.map {
              [
                "problems": JSON($0.problems), "current_ndcg_10": .number($0.current),
                "proposed_ndcg_10": .number($0.proposed),
              ]
            }),
        ]
      )
    ]
  }

  /// A proposal for people: the folds, the weights side by side, and what it is worth.
  func print(_ proposal: WeightProposal, to terminal: Terminal) throws(Failure) {
    try terminal.print("")
    var folds = Table([
      Table.Column(voice(vi: "Phần để riêng", en: "Held out")),
      Table.Column(voice(vi: "Bài toán", en: "Problems"), .right),
      Table.Column(voice(vi: "nDCG@10 hiện tại", en: "nDCG@10 current"), .right),
      Table.Column(voice(vi: "nDCG@10 đề xuất", en: "nDCG@10 proposed"), .right),
    ])
    for (number, fold) in proposal.folds.enumerated() {
      folds.add(
        "\(number + 1)", "\(fold.problems)", decimal(fold.current),
        decimal(fold.proposed))
    }
    folds.add(
      voice(vi: "tất cả", en: "all"), "\(proposal.problems)", decimal(proposal.currentNDCG),
      decimal(proposal.proposedNDCG))
    try terminal.print(folds)
    let (gain, error) = (
      decimal(proposal.gain, signed: true), decimal(proposal.standardError)
    )
    guard proposal.isDifferent else {
      return try terminal.print(
        voice(
          vi: "Không tìm thấy trọng số nào tốt hơn \(proposal.current.version).",
          en: "Nothing better than \(proposal.current.version) was found."))
    }
    try terminal.print(
      proposal.isGainClear
        ? voice(
          vi: "Mức tăng \(gain) lớn hơn sai số chuẩn \(error).",
          en: "The gain of \(gain) exceeds its standard error of \(error).")
        : voice(
          vi: "Mức tăng \(gain) không vượt sai số chuẩn \(error): có thể chỉ là ngẫu nhiên.",
          en: "The gain of \(gain) does not exceed its standard error of \(error): "
            + "it may be chance."))
    try terminal.print("")
    try terminal.print(table(of: proposal.proposed, beside: proposal.current))
  }

  /// Weights by signal, beside others where there are any.
  func table(of weights: Weights, beside other: Weights? = nil) -> Table {
    var columns = [Table.Column(voice(vi: "Tín hiệu", en: "Signal"))]
    if let other { columns.append(Table.Column(other.version, .right)) }
    columns.append(Table.Column(weights.version, .right))
    var table = Table(columns)
    for signal in Signal.allCases {
      var cells = [voice.language.pick(signal.label)]
      if let other { cells.append(decimal(other[signal])) }
      table.add(cells + [decimal(weights[signal])])
    }
    return table
  }

  /// Why there is no proposal.
  func lines(of refusal: WeightProposal.Refusal) -> [String] {
    switch refusal {
    case .tooFew(let problems, let needed):
      [
        voice(
          vi: "chỉ có \(problems) bài toán có tổ chức phù hợp, cần ít nhất \(needed)",
          en: "only \(Voice.counted(problems, "problem has", "problems have")) a fitting "
            + "organisation, \(needed) are needed"),
        voice(
          vi: "trọng số học từ quá ít bài toán chỉ khớp với chính chúng",
          en: "weights learnt from so few would fit those alone"),
      ]
    }
  }

  /// A number with four decimals, as many as `eval.py` and TREC's tools print.
  func decimal(_ value: Double, signed: Bool = false) -> String {
    let steps = Int((value * 10_000).rounded())
    let digits = String(steps.magnitude % 10_000 + 10_000).dropFirst()
    let sign = steps < 0 ? "-" : signed ? "+" : ""
    return voice.decimal("\(sign)\(steps.magnitude / 10_000).\(digits)")
  }
}
