import JSON

/// Makes orders of the last 90 days. Every product that runs low has buyers in the last 28 days and in the previous
/// calendar month.
struct OrderSeeder {
    static let randomCount = 400
    /// The shop sold in another currency until so many days ago.
    private static let currencyAge: Int64 = 85
    private static let formerCurrency = "CAD"
    let today: Int
    let now: Timestamp
    let products: [SeedProduct]
    var random: RandomSource

    private struct Plan {
        let moment: Timestamp
        let product: SeedProduct?
    }

    mutating func fill(_ state: inout SandboxState) {
        var plans: [Plan] = []
        for _ in 0..<OrderSeeder.randomCount { plans.append(Plan(moment: moment(daysAgo: 0...89), product: nil)) }
        let month = previousMonth
        for product in products where product.hasLowStock {
            for _ in 0..<2 { plans.append(Plan(moment: moment(daysAgo: 1...27), product: product)) }
            plans.append(Plan(moment: moment(daysAgo: month), product: product))
        }
        plans.sort { $0.moment < $1.moment }
        let customers = Array(state[.contacts].entities.prefix(PeopleSeeder.customerCount))
        var buyer = 0
        for (index, plan) in plans.enumerated() {
            // Planned buyers go through the customers in turn, so that a product has different ones.
            if plan.product != nil { buyer += 13 }
            let contact = plan.product == nil ? random.pick(customers) : customers[buyer % customers.count]
            let order = order(number: 10_001 + index, plan, contact)
            state[.orders].put(order)
            // The contact's record is in one currency.
            if order["status"] == "APPROVED", order["currency"]?.stringValue == Money.currency {
                recordPurchase(order, by: contact["id"]?.stringValue ?? "", &state)
            }
        }
    }

    /// The previous calendar month as days before today, kept within the 90 days of orders.
    private var previousMonth: ClosedRange<Int> {
        let day = CivilDate(dayNumber: Int64(today)).day
        let lastDay = CivilDate(dayNumber: Int64(today - day))
        return day...(day + lastDay.day - 1)
    }

    private mutating func moment(daysAgo: ClosedRange<Int>) -> Timestamp {
        let moment = SiteZone.moment(
            day: today - random.number(in: daysAgo), minute: random.number(in: 420...1380))
        return min(moment.adding(Int64(random.below(60_000))), now.adding(-Timestamp.minute))
    }

    private mutating func order(number: Int, _ plan: Plan, _ contact: JSONValue) -> JSONValue {
        let age = (now.milliseconds - plan.moment.milliseconds) / Timestamp.day
        var lines = lineItems(plan.product)
        let subtotal = lines.reduce(0) { $0 + $1.cents }
        let shipping = subtotal < 7500 ? 595 : 0
        let discount = random.chance(12) ? subtotal / 10 : 0
        let tax = (subtotal - discount) * 8 / 100
        let total = subtotal - discount + tax + shipping
        let status =
            plan.product != nil ? "APPROVED" : weighted([("APPROVED", 94), ("CANCELED", 4), ("INITIALIZED", 2)])
        let payment =
            status == "APPROVED"
            ? weighted([
                ("PAID", 84), ("NOT_PAID", 6), ("PARTIALLY_REFUNDED", 4), ("FULLY_REFUNDED", 3), ("PARTIALLY_PAID", 3),
            ]) : "NOT_PAID"
        let currency = age > Self.currencyAge ? Self.formerCurrency : Money.currency
        let isFulfilled = status == "APPROVED" && payment != "NOT_PAID" && (age > 5 || age > 1 && random.chance(50))
        let details = contactDetails(contact)
        for index in lines.indices {
            lines[index].value["id"] = .string("00000000-0000-0000-0000-\(padded(index + 1, 12))")
        }
        return [
            "id": .string(random.guid()), "number": .string(String(number)), "createdDate": .string(plan.moment.text),
            "updatedDate": .string(plan.moment.adding(Int64(random.number(in: 1...90)) * Timestamp.minute).text),
            "status": .string(status), "paymentStatus": .string(payment),
            "fulfillmentStatus": isFulfilled ? "FULFILLED" : "NOT_FULFILLED", "currency": .string(currency),
            "buyerLanguage": "en", "weightUnit": "LB", "taxIncludedInPrices": false, "archived": .bool(age > 75),
            "buyerInfo": ["contactId": contact["id"] ?? "", "email": contact.value(at: "primaryInfo.email") ?? ""],
            "lineItems": .array(lines.map(\.value)),
            "priceSummary": [
                "subtotal": Money.value(cents: subtotal), "shipping": Money.value(cents: shipping),
                "tax": Money.value(cents: tax), "discount": Money.value(cents: discount),
                "total": Money.value(cents: total),
            ],
            "billingInfo": details, "recipientInfo": details,
            "shippingInfo": [
                "title": "Standard shipping", "region": ["name": "United States"],
                "logistics": ["deliveryTime": "3-5 working days", "shippingDestination": details],
            ],
            "channelInfo": ["type": .string(weighted([("WEB", 85), ("POS", 15)]))], "seenByAHuman": .bool(age > 1),
        ]
    }

    private mutating func lineItems(_ wanted: SeedProduct?) -> [(value: JSONValue, cents: Int)] {
        let sold = products.filter { $0.isVisible || $0.id == wanted?.id }
        var chosen = random.sample(sold, random.number(in: 1...3)).filter { $0.id != wanted?.id }
        if let wanted { chosen.insert(wanted, at: 0) }
        return chosen.map { product in
            let variant = random.pick(product.variants)
            let quantity = random.chance(75) ? 1 : random.number(in: 2...4)
            let price = Money.value(cents: variant.price)
            var options: JSONValue = ["variantId": .string(variant.id)]
            if let option = product.option {
                var choice: JSONValue = [:]
                choice[option.name] = .string(variant.name)
                options["options"] = choice
            }
            let line: JSONValue = [
                "quantity": .int(quantity), "productName": ["original": .string(product.name)],
                "catalogReference": [
                    "catalogItemId": .string(product.id), "appId": .string(InstalledApps.stores), "options": options,
                ],
                "itemType": ["preset": "PHYSICAL"], "price": price,
                "totalPrice": Money.value(cents: variant.price * quantity),
                "physicalProperties": ["sku": .string(variant.sku), "shippable": true],
            ]
            return (line, variant.price * quantity)
        }
    }

    private func contactDetails(_ contact: JSONValue) -> JSONValue {
        let first = contact.value(at: "info.name.first")?.stringValue ?? ""
        let last = contact.value(at: "info.name.last")?.stringValue ?? ""
        var details: JSONValue = [
            "contactDetails": [
                "firstName": .string(first), "lastName": .string(last), "fullName": .string("\(first) \(last)"),
                "phone": contact.value(at: "primaryInfo.phone") ?? "",
            ]
        ]
        details["address"] = contact.value(at: "info.addresses.items")?.arrayValue?.first?["address"]
        return details
    }

    /// The contact's record of what it bought.
    private func recordPurchase(_ order: JSONValue, by id: String, _ state: inout SandboxState) {
        guard var contact = state[.contacts][id], var info = contact["info"] else { return }
        var fields = info.value(at: "extendedFields.items") ?? [:]
        let spent = fields["ecom.totalSpentAmount"]?.doubleValue ?? 0
        let total = order.value(at: "priceSummary.total.amount")?.stringValue.flatMap { Double($0) } ?? 0
        let count = fields["ecom.numOfPurchases"]?.intValue ?? 0
        fields["ecom.numOfPurchases"] = .int(count + 1)
        fields["ecom.totalSpentAmount"] = .number(JSONNumber(((spent + total) * 100).rounded() / 100))
        fields["ecom.totalSpentCurrency"] = .string(Money.currency)
        fields["ecom.lastPurchaseDate"] = order["createdDate"]
        info["extendedFields"] = ["items": fields]
        contact["info"] = info
        contact["lastActivity"] = ["activityDate": order["createdDate"] ?? "", "activityType": "ECOM_PURCHASE"]
        state[.contacts].put(contact)
    }

    private mutating func weighted(_ options: [(value: String, weight: Int)]) -> String {
        var rest = random.below(options.reduce(0) { $0 + $1.weight })
        for option in options {
            if rest < option.weight { return option.value }
            rest -= option.weight
        }
        return options.last?.value ?? ""
    }
}
