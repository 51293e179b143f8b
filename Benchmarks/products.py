"""One page of a Wix products query, the same every time, about 20 KB for 25 products."""

import random
import uuid


def page(count: int = 25) -> dict:
    source = random.Random(25)
    return {
        "products": [product(source, number) for number in range(1, count + 1)],
        "pagingMetadata": {"count": count, "hasNext": True, "cursors": {"next": "bmV4dC1wYWdl"}},
    }


def product(source: random.Random, number: int) -> dict:
    identifier = str(uuid.UUID(int=source.getrandbits(128), version=4))
    price = f"{source.randint(400, 30_000) / 100:.2f}"
    picture = f"b4c0de_{identifier.replace('-', '')}~mv2.jpg"
    return {
        "id": identifier,
        "revision": str(source.randint(1, 60)),
        "createdDate": f"2026-{source.randint(1, 9):02}-{source.randint(1, 28):02}T08:30:00.000Z",
        "updatedDate": "2026-11-18T16:45:12.250Z",
        "name": f"Étagère No. {number} – solid oak",
        "slug": f"etagere-no-{number}-solid-oak",
        "handle": f"etagere-no-{number}-solid-oak",
        "visible": number % 9 != 0,
        "visibleInPos": True,
        "productType": "PHYSICAL",
        "currency": "EUR",
        "media": {
            "main": {
                "id": picture,
                "altText": f"Shelf {number} in a hallway",
                "image": {"url": f"https://static.wixstatic.com/media/{picture}", "width": 1400, "height": 1050},
            }
        },
        "actualPriceRange": {"minValue": {"amount": price}, "maxValue": {"amount": price}},
        "inventory": {
            "availabilityStatus": source.choice(["IN_STOCK", "OUT_OF_STOCK"]),
            "preorderStatus": "DISABLED",
            "preorderAvailability": "NO_VARIANTS",
        },
        "variantSummary": {"variantCount": 1},
        "physicalProperties": {"sku": f"SHELF-{number:04}", "weight": 12.5},
        "taxGroupId": "00000000-0000-0000-0000-000000000000",
    }
