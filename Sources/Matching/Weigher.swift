/// Works out what a record is worth for each of its words and concepts.
///
/// It looks at nothing but the record, so that the parts an index is cut into make no difference.
struct Weigher: Sendable {
  /// A word of a record.
  struct Word {
    let key: UInt64
    /// A place where it stands, from which its letters can be had.
    let token: Int
    let isUnmarked: Bool
    /// 1 to 127, with `Postings.inName` on top.
    var impact: UInt8 = 0
    fileprivate var frequency: Frequency
    fileprivate var inName: Bool
  }

  /// A concept of a record, found in the text or implied by a narrower one.
  struct Concept {
    let concept: Int
    /// 1 to 127, with `Postings.inName` on top.
    var impact: UInt8 = 0
    fileprivate var frequency: Frequency
    fileprivate var inName: Bool
  }

  let model: TextModel
  let lexicon: Lexicon

  /// Everything a record is found by, each once.
  func weigh(_ reading: Reading) -> (words: [Word], concepts: [Concept]) {
    var words: [Word] = []
    words.reserveCapacity(reading.tokens.count)
    var places = KeyTable(capacity: reading.tokens.count)
    var telling = 0
    for part in reading.parts {
      let boost = model.boost(part.field)
      let inName = part.field.isName
      for position in part.tokens {
        let token = reading.tokens[position]
        if token.traits.contains(.repeated) { continue }
        if token.carriesMeaning, !token.traits.contains(.listed) { telling += 1 }
        if token.traits.contains(.stop), !inName { continue }
        let key = token.key(part.script)
        if let place = places[key] {
          words[place].frequency.add(boost, in: part.field)
          words[place].inName = words[place].inName || inName
        } else {
          places.set(key, words.count)
          words.append(
            Word(
              key: key, token: position,
              isUnmarked: part.script == .unmarked && token.traits.contains(.syllable),
              frequency: Frequency(boost, in: part.field), inName: inName))
        }
      }
    }
    let norm = lengthNorm(words: telling)
    for place in words.indices {
      words[place].impact = impact(words[place].frequency.sum, norm, inName: words[place].inName)
    }
    return (words, concepts(of: reading))
  }

  private func concepts(of reading: Reading) -> [Concept] {
    var concepts: [Concept] = []
    // One more than the place of each concept, 0 for none.
    var places = ContiguousArray<UInt16>(repeating: 0, count: lexicon.concepts.count)
    var isTold = ContiguousArray(repeating: false, count: lexicon.concepts.count)
    var told = 0
    func add(_ concept: Int, _ frequency: Double, _ field: MemberField) {
      if places[concept] > 0 {
        let place = Int(places[concept]) - 1
        concepts[place].frequency.add(frequency, in: field)
        concepts[place].inName = concepts[place].inName || field.isName
      } else {
        concepts.append(
          Concept(
            concept: concept, frequency: Frequency(frequency, in: field), inName: field.isName))
        places[concept] = UInt16(concepts.count)
      }
    }
    for mention in reading.mentions {
      let field = reading.parts[mention.part].field
      let boost = model.boost(field)
      if !isTold[mention.concept],
        !reading.tokens[mention.tokens.lowerBound].traits.contains(.listed)
      {
        isTold[mention.concept] = true
        told += 1
      }
      add(mention.concept, boost, field)
      for ancestor in lexicon.ancestors[mention.concept] {
        add(ancestor.concept, boost * share(ancestor.level), field)
      }
    }
    let norm = breadthNorm(concepts: told)
    for place in concepts.indices {
      concepts[place].impact = impact(
        concepts[place].frequency.sum, norm, inName: concepts[place].inName)
    }
    return concepts
  }

  /// What is left of a concept that many steps up.
  func share(_ level: Int) -> Double {
    var share = 1.0
    for _ in 0..<level { share *= model.broaderShare }
    return share
  }

  /// 1 up to the pivot, then growing: a short text is not punished for being short, and does
  /// not gain by it either.
  func lengthNorm(words: Int) -> Double {
    norm(Double(words) / model.pivotLength, model.lengthEffect)
  }

  /// The same for the number of different concepts, but growing with its square: naming
  /// everything is no capability.
  func breadthNorm(concepts: Int) -> Double {
    let ratio = max(1, Double(concepts) / model.pivotConcepts)
    return norm(ratio * ratio, model.breadthEffect)
  }

  private func norm(_ ratio: Double, _ effect: Double) -> Double {
    1 - effect + effect * max(1, ratio)
  }

  /// How much a frequency counts, 0 to 1.
  func saturated(_ frequency: Double, _ norm: Double) -> Double {
    frequency / (frequency + model.saturation * norm)
  }

  private func impact(_ frequency: Double, _ norm: Double, inName: Bool) -> UInt8 {
    let value = UInt8(max(1, min(127, (saturated(frequency, norm) * 127).rounded(.up))))
    return inName ? value | Postings.inName : value
  }
}
