extension IncubatorProfile {
  init(_ reader: inout ObjectReader) {
    self.init()
    capacity = reader.integer("capacity", in: 0...1_000_000)
    mentors = reader.integer("mentors", in: 0...1_000_000)
    programmes = Self.parts("programmes", &reader, \.id) { part, id in
      var programme = Programme(title: part.line("title", most: TextLimit.name) ?? "")
      if let id { programme.id = id }
      programme.description = part.text("description", most: TextLimit.text)
      programme.fields = part.codes("fields", Field.self)
      programme.technologies = part.codes("technologies", Technology.self)
      programme.stages = part.codes("stages", Stage.self)
      programme.places = part.integer("places", in: 0...1_000_000)
      programme.opens = part.day("opens")
      programme.closes = part.day("closes")
      if let opens = programme.opens, let closes = programme.closes, closes < opens {
        part.log.add(
          Fault(part.pointer("closes"), .outOfRange, found: closes, accepted: "≥ \(opens)"))
      }
      part.require("title", !programme.title.isEmpty)
      return programme
    }
    mentorProfiles = Self.parts("mentor_profiles", &reader, \.id) { part, id in
      var mentor = MentorProfile(title: part.line("title", most: TextLimit.name) ?? "")
      if let id { mentor.id = id }
      mentor.expertise = part.text("expertise", most: TextLimit.text)
      mentor.fields = part.codes("fields", Field.self)
      mentor.technologies = part.codes("technologies", Technology.self)
      mentor.stages = part.codes("stages", Stage.self)
      mentor.languages = Self.languages(&part)
      mentor.open = part.bool("open")
      mentor.availability = part.text("availability", most: TextLimit.line)
      mentor.capacityPerMonth = part.integer("capacity_per_month", in: 0...1000)
      part.require("title", !mentor.title.isEmpty)
      return mentor
    }
  }

  /// A list of parts, each with an identifier of its own. Who gives none gets one made from the
  /// title; a given one must be free, and those given are served first.
  private static func parts<Part>(
    _ name: String, _ reader: inout ObjectReader, _ id: WritableKeyPath<Part, String>,
    _ read: (inout ObjectReader, String?) -> Part
  ) -> [Part] {
    var parts: [(part: Part, isNamed: Bool)] = []
    var taken: Set<String> = []
    for (element, path) in reader.elements(name, most: TextLimit.list) {
      guard var part = ObjectReader(element, path: path, log: reader.log) else { continue }
      let given = part.line("id", most: PartID.limit)
      if let given, !PartID.isValid(given) {
        reader.log.add(
          Fault(part.pointer("id"), .badFormat, found: given, accepted: PartID.shape))
      } else if let given, !taken.insert(given).inserted {
        reader.log.add(Fault(part.pointer("id"), .repeated, found: given))
      }
      parts.append((read(&part, given), given != nil))
      part.finish()
    }
    return parts.map { item in
      guard !item.isNamed else { return item.part }
      var part = item.part
      part[keyPath: id] = PartID.free(part[keyPath: id], among: taken)
      taken.insert(part[keyPath: id])
      return part
    }
  }

  private static func languages(_ reader: inout ObjectReader) -> [String] {
    reader.lines("languages", most: TextLimit.list, length: TextLimit.line).enumerated()
      .compactMap { place, written in
        let code = written.lowercased()
        guard code.utf8.count == 2, code.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) else {
          reader.log.add(
            Fault(
              reader.pointer("languages") + "/\(place)", .badFormat, found: written,
              accepted: "vi, en"))
          return nil
        }
        return code
      }
  }

  var json: JSON {
    var members: [(String, JSON)] = []
    members.add("capacity", capacity)
    members.add("mentors", mentors)
    if !programmes.isEmpty { members.append(("programmes", .array(programmes.map(\.json)))) }
    if !mentorProfiles.isEmpty {
      members.append(("mentor_profiles", .array(mentorProfiles.map(\.json))))
    }
    return .object(JSONObject(members))
  }
}

extension Programme {
  /// The programme as it stands in its incubator's record.
  package var json: JSON {
    var members: [(String, JSON)] = [("id", .string(id)), ("title", .string(title))]
    members.add("description", description)
    members.add("fields", fields)
    members.add("technologies", technologies)
    members.add("stages", stages)
    members.add("places", places)
    members.add("opens", opens)
    members.add("closes", closes)
    return .object(JSONObject(members))
  }
}

extension MentorProfile {
  /// The entry as it stands in its incubator's record.
  package var json: JSON {
    var members: [(String, JSON)] = [("id", .string(id)), ("title", .string(title))]
    members.add("expertise", expertise)
    members.add("fields", fields)
    members.add("technologies", technologies)
    members.add("stages", stages)
    members.add("languages", languages)
    if let open { members.append(("open", .bool(open))) }
    members.add("availability", availability)
    members.add("capacity_per_month", capacityPerMonth)
    return .object(JSONObject(members))
  }
}
