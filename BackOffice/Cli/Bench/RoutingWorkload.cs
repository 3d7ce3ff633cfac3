using System.Text;

namespace BackOffice.Cli.Bench;

/// <summary>
/// Rules and events as an order business has them: every rule names source and type, most one to three fields of the detail; one in fifteen has a wildcard, one in
/// fifteen a <c>$or</c>. Events are the orders' own, of about 840 bytes, one in three with a list of lines.
/// </summary>
internal static class RoutingWorkload
{
    private static readonly string[] s_types = ["Order Failed", "Order Completed", "Order Fell Back", "Order Held", "Voucher Issued", "Refund Failed"];
    private static readonly string[] s_cities = ["boston", "new-york", "chicago", "austin", "seattle", "miami", "denver", "portland", "dallas", "atlanta"];
    private static readonly string[] s_errors = ["Payment.Declined", "Payment.Unavailable", "Voucher.SoldOut", "Fraud.Rejected", "Mail.Bounced"];

    /// <summary>300 of them, of fifteen kinds in turn.</summary>
    public static IEnumerable<string> Patterns() => Enumerable.Range(0, 300).Select(Pattern);

    /// <param name="hits">False for events of a source that no rule asks for.</param>
    public static byte[][] Events(bool hits) => [.. Enumerable.Range(0, 64).Select(i => Encoding.UTF8.GetBytes(Event(i, hits ? "backoffice.orders" : "backoffice.audit")))];

    private static string Pattern(int i)
    {
        var amount = FormattableString.Invariant($"{(i % 40) * 2500}");
        var (type, city, error) = (Of(s_types, i), Of(s_cities, i / 3), Of(s_errors, i / 7));
        var detail = (i % 15) switch
        {
            0 => $$$"""{"city":["{{{city}}}"]}""",
            1 => $$$"""{"error":[{"prefix":"{{{error[..error.IndexOf('.')]}}}"}],"brand":["gilt-city"]}""",
            2 => $$$"""{"amount":{"minor":[{"numeric":[">=",{{{amount}}}]}],"unit":["USD"]}}""",
            3 => $$$"""{"city":[{"anything-but":["{{{city}}}","{{{Of(s_cities, i)}}}"]}],"error":["{{{error}}}"]}""",
            4 => """{"error":[{"exists":false}],"path":["Instant"]}""",
            5 => $$$"""{"customer":{"email":[{"suffix":"@{{{city}}}.example.com"}]}}""",
            6 => $$$"""{"brand":[{"equals-ignore-case":"GILT-CITY"}],"city":["{{{city}}}"]}""",
            7 => $$$"""{"lines":{"offerId":[{"prefix":"OFFER-{{{i % 10}}}"}],"quantity":[{"numeric":[">",2]}]}}""",
            8 => $$$"""{"message":[{"wildcard":"*{{{error}}}*"}]}""",
            9 => $$$"""{"$or":[{"city":["{{{city}}}"]},{"amount":{"minor":[{"numeric":[">",90000]}]}}]}""",
            10 => """{"client":{"address":[{"cidr":"10.12.0.0/16"}]}}""",
            11 => $$$"""{"step":["payment","voucher"],"attempt":[{"numeric":[">=",3]}],"city":["{{{city}}}"]}""",
            12 => """{"customer":{"vip":[true]},"path":[{"anything-but":"Batch"}]}""",
            13 => $$$"""{"orderId":[{"prefix":"GC-{{{(char)('A' + (i % 26))}}}"}]}""",
            _ => $$$"""{"error":["{{{error}}}"],"step":[{"anything-but":{"prefix":"mail"}}],"amount":{"minor":[{"numeric":[">=",{{{amount}}},"<",1000000]}]}}""",
        };
        return $$$"""{"source":["backoffice.orders"],"detail-type":["{{{type}}}"],"detail":{{{detail}}}}""";
    }

    private static string Event(int i, string source)
    {
        var error = Of(s_errors, i);
        var lines = i % 3 == 0
            ? string.Join(',', Enumerable.Range(0, 2 + (i % 3)).Select(n => FormattableString.Invariant($$$"""{"offerId":"OFFER-{{{(i + n) % 10}}}","title":"Harbour Sail","quantity":{{{n + 1}}},"unitPrice":{"minor":8900,"unit":"USD"}}""")))
            : "";
        return FormattableString.Invariant($$$"""
            {"version":"0","id":"7bf73129-1428-4cd3-a780-{{{i:D12}}}","detail-type":"{{{Of(s_types, i / 2)}}}","source":"{{{source}}}","account":"123456789012",
            "time":"2026-11-23T10:{{{i % 60:D2}}}:00Z","region":"us-east-1","resources":["arn:backoffice:order/GC-{{{(char)('A' + (i % 26))}}}KQ2-M4XD"],
            "detail":{"orderId":"GC-{{{(char)('A' + (i % 26))}}}KQ2-M4XD","kind":"DealVoucher","brand":"gilt-city","city":"{{{Of(s_cities, i)}}}","path":"{{{(i % 4 == 0 ? "Batch" : "Instant")}}}",
            "step":"{{{(i % 2 == 0 ? "payment" : "voucher")}}}","attempt":{{{i % 5}}},"amount":{"minor":{{{i * 1700}}},"unit":"USD"},"error":"{{{error}}}","message":"The gateway said {{{error}}} at the third try",
            "customer":{"id":"c-{{{i}}}","email":"dora.whitfield@{{{Of(s_cities, i)}}}.example.com","vip":{{{(i % 8 == 0 ? "true" : "false")}}}},"client":{"address":"10.{{{10 + (i % 4)}}}.3.7","agent":"console/0.1"},
            "lines":[{{{lines}}}],"tenders":[{"kind":"Card","brand":"visa","last4":"4242","amount":{"minor":{{{i * 1700}}},"unit":"USD"}}],"notes":null}}
            """);
    }

    private static string Of(string[] values, int i) => values[i % values.Length];
}
