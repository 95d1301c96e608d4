import Domain

/// How much two texts speak of the same, from both sides: a startup of one matter within a broad
/// thesis and a narrow thesis within what a startup does are both worth something.
struct TextAffinity {
  /// A text on one side, ready to be compared.
  struct Side {
    let query: Query
    /// What its concepts imply, by themselves and through broader ones.
    let fields: CodeSet<Field>
    let technologies: CodeSet<Technology>

    var reading: Reading { query.reading }
  }

  let reader: Reader
  let weigher: Weigher
  /// Says how rare words and concepts are.
  let index: Index

  func side(_ document: Document) -> Side {
    let query = Query(document, reader: reader, index: index, weigher: weigher)
    var fields: CodeSet<Field> = []
    var technologies: CodeSet<Technology> = []
    var seen: Set<Int> = []
    for mention in query.reading.mentions where seen.insert(mention.concept).inserted {
      for number in [mention.concept]
        + reader.lexicon.ancestors[mention.concept].map(\.concept)
      {
        let concept = reader.lexicon.concepts[number]
        if let field = concept.field { fields.insert(field) }
        if let technology = concept.technology { technologies.insert(technology) }
      }
    }
    return Side(query: query, fields: fields, technologies: technologies)
  }

  /// 0 to 1, the same whichever side is named first.
  func mutual(_ one: Side, _ other: Side) -> Double {
    (share(of: one.query, in: other.reading) + share(of: other.query, in: one.reading)) / 2
  }

  /// 0 to 1, the greater of the two: a short text that is met in full counts in full.
  func either(_ one: Side, _ other: Side) -> Double {
    max(share(of: one.query, in: other.reading), share(of: other.query, in: one.reading))
  }

  /// How much of what matters to one text another one speaks of: words, pairs of words and
  /// concepts that both have, saturating with repetition.
  private func share(of query: Query, in reading: Reading) -> Double {
    guard query.reachable > 0 else { return 0 }
    var words = [Double](repeating: 0, count: query.words.units.count)
    var pairs = [Double](repeating: 0, count: query.pairs.units.count)
    var concepts = [Double](repeating: 0, count: query.concepts.count)
    for part in reading.parts {
      let boost = weigher.model.boost(part.field)
      var previous: Int?
      for position in part.tokens {
        let token = reading.tokens[position]
        guard token.carriesMeaning, let word = query.words.find(token, part.script) else {
          previous = nil
          continue
        }
        words[word] += boost
        if let previous, !token.traits.contains(.opens),
          let pair = query.pairs.find(reading.tokens[previous], token, part.script)
        {
          pairs[pair] += boost
        }
        previous = position
      }
    }
    func meet(_ concept: Int, _ frequency: Double) {
      let unit = Int(query.conceptAt[concept])
      if unit >= 0 { concepts[unit] += frequency }
    }
    for mention in reading.mentions {
      let boost = weigher.model.boost(reading.parts[mention.part].field)
      meet(mention.concept, boost)
      for ancestor in weigher.lexicon.ancestors[mention.concept] {
        meet(ancestor.concept, boost * weigher.share(ancestor.level))
      }
    }
    var sum = 0.0
    func add(_ frequencies: [Double], _ weight: (Int) -> Double) {
      for unit in frequencies.indices where frequencies[unit] > 0 {
        sum += weight(unit) * weigher.saturated(frequencies[unit], 1)
      }
    }
    add(words) { query.words.units[$0].weight }
    add(pairs) { query.pairs.units[$0].weight }
    add(concepts) { query.concepts[$0].weight }
    // No text meets another in full; the heaviest units count, with falling returns.
    let half = weigher.model.halfway
    let part = min(1, sum / query.reachable)
    return part * (1 + half) / (part + half)
  }
}
