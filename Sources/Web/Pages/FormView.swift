import Domain
import HTML
import UseCases

extension Visit {
  /// A form that changes something: it is posted, shows that it comes from this page, and has a
  /// key by which it is carried out once.
  func postForm(
    _ path: String, _ attributes: Attribute..., @Markup contents: () -> [Node]
  ) -> Node {
    HTML.form.with([.attribute("method", "post"), .action(path)] + attributes) {
      input(.type("hidden"), .name(Site.formTokenField), .value(formToken))
      formKeyInput(for: path)
      contents()
    }
  }

  /// The version that a form was made from, so that nobody overwrites what they have not seen.
  func versionField(_ version: Int) -> Node {
    input(.type("hidden"), .name("version"), .value(String(version)))
  }

  /// The faults of what was sent, each leading to its field; nothing where there are none.
  func faultList(_ faults: [Fault], in form: Form) -> Node {
    guard !faults.isEmpty else { return .nothing }
    return div(.class("faults"), .id("faults"), .role("alert"), .attribute("tabindex", "-1")) {
      h2(text: say("form.faults", ["count": String(faults.count)]))
      ul {
        for fault in faults {
          li {
            if let field = form.field(of: fault) {
              told(fault, of: field, in: form)
            } else {
              text([unplaced(fault), sentence(fault)].compactMap { $0 }.joined(separator: ": "))
            }
          }
        }
      }
    }
  }

  /// The name of a member that a form does not have; nil where a fault is of the whole.
  private func unplaced(_ fault: Fault) -> String? {
    guard !fault.path.isEmpty else { return nil }
    let key = "form.organisation." + fault.path.dropFirst().replacing("/", with: ".")
    let name = say(key)
    return name == key ? fault.path : name
  }

  /// A fault with the name of its field, leading there.
  private func told(_ fault: Fault, of field: FormField, in form: Form) -> Node {
    var (id, name) = (field.id, heading(of: field, in: form))
    let rest = fault.path.dropFirst(field.pointer.count).split(separator: "/").map(String.init)
    if case .rows(let columns, _) = field.kind, rest.count == 2, let number = Int(rest[0]),
      let column = columns.first(where: { $0.member == rest[1] })
    {
      let member = field.cell(number, column)
      id = FormField(member: member, kind: column.kind, scope: field.scope).id
      name = cellName(name, "form.\(form.name).\(field.member)", [field.member] + rest)
    }
    return a(.href("#" + id), text: "\(name): \(sentence(fault))")
  }

  /// The name of a field in a row, such as `Tiêu chí 2, Trọng số (%)`; `parts` are the member, the
  /// row from 0 and the column, `key` is the member's sentence.
  func cellName(_ name: String, _ key: String, _ parts: [String]) -> String {
    guard parts.count == 3, let row = Int(parts[1]) else { return name }
    let column = say("\(key).\(parts[2])")
    return "\(name) \(row + 1)" + (column == "\(key).\(parts[2])" ? "" : ", " + column)
  }

  /// The fields of a form with what stands in them, and beside each its help and what is wrong.
  func fields(
    of form: Form, _ values: FormValues, _ faults: [Fault] = [], _ remarks: [FieldReason] = []
  ) -> [Node] {
    form.fields.map { field in
      let own = faults.filter { form.field(of: $0)?.member == field.member }
      let said = remarks.filter {
        $0.pointer == field.pointer || $0.pointer.hasPrefix(field.pointer + "/")
      }
      if case .rows(let columns, _) = field.kind {
        return rows(field, columns, in: form, values, own, said)
      }
      return self.field(field, in: form, values[field], own, said)
    }
  }

  /// What an officer has said of a field; nothing where that is nothing.
  private func remark(_ remarks: [FieldReason], on field: FormField) -> Node {
    guard !remarks.isEmpty else { return .nothing }
    return p(.class("fault"), .id(field.id + "-remark")) {
      strong(text: say("form.remark") + " ")
      text(remarks.map(\.reason).joined(separator: " "))
    }
  }

  /// Rows of the same fields, with two empty ones below those that are filled in.
  private func rows(
    _ field: FormField, _ columns: [FormField], in form: Form, _ values: FormValues,
    _ faults: [Fault], _ remarks: [FieldReason]
  ) -> Node {
    let filled = values.rows(field)
    let empty = Array(repeating: [String: [String]](), count: FormField.spareRows)
    let help = say("form.\(form.name).\(field.member).help")
    return fieldset(.class("field rows"), .id(field.id)) {
      legend { name(heading(of: field, in: form), field) }
      p(.class("help"), text: help)
      remark(remarks, on: field)
      for (number, row) in (filled + empty).enumerated() {
        fieldset(.class("row")) {
          legend(text: say("form.row", ["number": String(number + 1)]))
          for column in columns {
            let member = field.cell(number, column)
            let own = faults.filter {
              $0.path == "\(field.pointer)/\(number)/\(column.member)"
                || ($0.path == "\(field.pointer)/\(number)"
                  && column.member == columns.first?.member)
            }
            self.field(
              FormField(member: member, kind: column.kind, scope: field.scope), in: form,
              row[column.member] ?? [], own, says: "\(field.member).\(column.member)")
          }
        }
      }
    }
  }

  /// The name of a field.
  func heading(of field: FormField, in form: Form) -> String {
    say("form.\(form.name).\(field.member)")
  }

  /// What is wrong with a field; in forms everything is a text, so that a wrong type means that
  /// what was typed is no number.
  func sentence(_ fault: Fault) -> String {
    fault.rule == .wrongType
      ? say("form.no_number", ["found": (fault.found ?? "").filter { $0 != "\"" }])
      : site.errors.text(of: fault, language)
  }

  private func field(
    _ field: FormField, in form: Form, _ typed: [String], _ faults: [Fault],
    _ remarks: [FieldReason] = [], says key: String? = nil
  ) -> Node {
    let labelKey = "form.\(form.name).\(key ?? field.member)"
    let helpKey = labelKey + ".help"
    let help = say(helpKey)
    let described =
      [
        help == helpKey ? nil : field.id + "-help",
        remarks.isEmpty ? nil : field.id + "-remark",
        faults.isEmpty ? nil : field.id + "-fault",
      ]
      .compactMap { $0 }.joined(separator: " ")
    var state: [Attribute] = []
    if !described.isEmpty { state.append(.aria("describedby", described)) }
    if !faults.isEmpty { state.append(.aria("invalid", "true")) }
    let notes = Node.group([
      help == helpKey ? .nothing : p(.class("help"), .id(field.id + "-help"), text: help),
      remark(remarks, on: field),
      faults.isEmpty
        ? .nothing
        : p(
          .class("fault"), .id(field.id + "-fault"),
          text: faults.map(sentence).joined(separator: " ")),
    ])
    let name = say(labelKey)
    switch field.kind {
    case .choices(let choices):
      return fieldset.with([.class("field"), .id(field.id)] + state) {
        legend { self.name(name, field) }
        notes
        div(.class("choices")) {
          for choice in choices {
            HTML.label {
              input(
                .type("checkbox"), .name(field.member), .value(choice.code),
                .flag("checked", typed.contains(choice.code)))
              " \(choice.name)"
            }
          }
        }
      }
    case .flag:
      return div(.class("field")) {
        HTML.label {
          input.with(
            [
              .type("checkbox"), .id(field.id), .name(field.member), .value("true"),
              .flag("checked", !typed.filter { !$0.isEmpty }.isEmpty),
            ] + state
          ) {}
          " \(name)"
        }
        notes
      }
    case .organisation(let kinds):
      return picker(field, kinds, typed, name: self.name(name, field), notes, state)
    default:
      return div(.class("field")) {
        HTML.label(.for(field.id)) { self.name(name, field) }
        notes
        control(field, typed.first ?? "", state)
      }
    }
  }

  private func name(_ name: String, _ field: FormField) -> [Node] {
    field.isRequired
      ? [.text(name + " "), span(.class("required"), text: say("form.required"))] : [.text(name)]
  }

  private func control(_ field: FormField, _ typed: String, _ state: [Attribute]) -> Node {
    let common =
      [Attribute.id(field.id), .name(field.member), .flag("required", field.isRequired)] + state
    func line(_ type: String, _ more: Attribute...) -> Node {
      input.with([.type(type), .value(typed)] + more + common) {}
    }
    func area(_ most: Int, rows: Int) -> Node {
      textarea.with(
        [.attribute("rows", String(rows)), .attribute("maxlength", String(most))] + common
      ) { typed }
    }
    switch field.kind {
    case .line(let most): return line("text", .attribute("maxlength", String(most)))
    case .text(let most): return area(most, rows: 6)
    case .lines(let most): return area(most, rows: 4)
    case .choice(let choices), .scale(let choices):
      return select.with(common) {
        option(.value(""), text: say("form.choose"))
        for choice in choices {
          option(.value(choice.code), .flag("selected", choice.code == typed), text: choice.name)
        }
      }
    case .number: return line("text", .attribute("inputmode", "numeric"))
    case .money:
      return input.with(
        [
          .type("text"), .value(grouped(typed)), .attribute("inputmode", "text"),
        ] + common
      ) {}
    case .percent: return line("text", .attribute("inputmode", "decimal"))
    case .day: return line("date")
    case .moment: return line("datetime-local")
    case .email: return line("email", .attribute("autocomplete", "email"))
    case .phone: return line("tel", .attribute("autocomplete", "tel"))
    case .address: return line("url", .attribute("placeholder", "https://"))
    case .password(let isNew):
      return input.with(
        [
          .type("password"),
          .attribute("autocomplete", isNew ? "new-password" : "current-password"),
        ] + common
      ) {}
    case .oneTimeCode:
      return line(
        "text", .attribute("inputmode", "numeric"), .attribute("autocomplete", "one-time-code"))
    case .file:
      return input.with(
        [.type("file"), .attribute("accept", FileType.accepted)] + common
      ) {}
    case .files:
      return input.with(
        [.type("file"), .attribute("accept", FileType.accepted), .flag("multiple")] + common
      ) {}
    case .choices, .flag, .rows, .organisation: return .nothing
    }
  }
}

extension Visit {
  /// An amount as it stands in a field, its digits grouped as the page's language does; what
  /// somebody has typed in another way stays as it is.
  private func grouped(_ typed: String) -> String {
    guard case .integer(let amount)? = VietnameseNumber.read(typed),
      typed == Figures.grouped(amount, .vi)
    else { return typed }
    return Figures.grouped(amount, language)
  }
}

extension Form {
  /// The field that a fault speaks of; nil where it speaks of none of this form's.
  func field(of fault: Fault) -> FormField? {
    fields.first { fault.path == $0.pointer }
      ?? fields.first { fault.path.hasPrefix($0.pointer + "/") }
  }
}
