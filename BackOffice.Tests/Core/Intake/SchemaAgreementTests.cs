using System.Text;
using System.Text.Json.Nodes;
using BackOffice.Core.Orders.Intake;
using BackOffice.Core.Orders.Schema;
using NJsonSchema;

namespace BackOffice.Tests.Core.Intake;

/// <summary>The parser is written by hand for its messages; the schema is what clients are given. These tests hold the two together.</summary>
public sealed class SchemaAgreementTests
{
    /// <summary>Where a value stands, and values to put there: good ones, bad ones, and null to take it away.</summary>
    // Numbers beyond 64 bits make NJsonSchema throw; the parser's own tests have them.
    private static readonly (string Pointer, string?[] Values)[] s_spoilers =
    [
        ("/kind", [null, "\"AirCheckout\"", "\"dealVoucher\"", "1", "null"]),
        ("/brand", [null, "\"smiles\"", "\"\"", "[]"]),
        ("/channel", [null, "\"web\"", "\"Web\"", "\"\"", "\"9web\"", Long('a', 32), Long('a', 33), "null", "{}"]),
        ("/locale", [null, "\"en\"", "\"en-US\"", "\"zh-Hant-TW\"", "\"EN\"", "\"en_US\"", "\"e\"", "\"en-\"", "7"]),
        ("/externalRefs", [null, "[]", "{}", "null", References(10), References(11), """[{"system":"a","value":"b"},{"system":"a","value":"b"}]"""]),
        ("/externalRefs/0", ["{}", "[]", "\"x\"", """{"system":"cart"}""", """{"value":"1"}""", """{"system":"cart","value":"1","more":1}"""]),
        ("/externalRefs/0/system", ["\"Cart\"", "\"\"", "true", Long('a', 32), Long('a', 33)]),
        ("/externalRefs/0/value", ["\"\"", "\"a b\"", "\"é\"", "\"a\\u0000\"", Long('x', 100), Long('x', 101), "5"]),
        ("/customer", [null, "{}", "[]", "null", "\"Zoë\""]),
        ("/customer/userGuid", [null, "\"\"", "\"a b\"", Long('a', 64), Long('a', 65), "0"]),
        ("/customer/name", [null, "\"\"", "\" \"", "\"\\u00a0\"", "\"A\"", "\"A\\tB\"", "\"A\\u001b[31m\"", "\"A\\u0085\"", "\"D'Arc, Jeanne\"", "\"李小龍\"", Long('n', 200), Long('n', 201), "false"]),
        ("/customer/email", [null, "\"\"", "\"a\"", "\"a@b\"", "\"a@b.c\"", "\"a@@b\"", "\"a b@c.d\"", "\"a@-b.c\"", "\"é@b.c\"", "\"a@b.c\\u0000\"", "\"<a@b.c>\"", "[]"]),
        ("/customer/phone", [null, "\"\"", "\"1234\"", "\"123\"", "\"++1234\"", "\"+55 11 91234-5678\"", "\"12345x\"", "12345"]),
        ("/customer/nickname", ["\"Z\"", "null"]),
        ("/lines", [null, "[]", "{}", "\"\"", Lines(20), Lines(21)]),
        ("/lines/0", ["{}", "null", "[]"]),
        ("/lines/0/city", [null, "\"S\u00E3o Paulo\"", "\"\"", "\" \"", "\"a\\nb\"", Long('c', 60), Long('c', 61)]),
        ("/lines/0/offerId", [null, "\"\"", "\"-a\"", "\"a/b\"", Long('o', 64), Long('o', 65), "12"]),
        ("/lines/0/unitId", [null, "\"\"", "\"a b\"", "\"a:b_c.d-e\""]),
        ("/lines/0/merchantId", [null, "\"\"", "null"]),
        ("/lines/0/title", [null, "\"\"", "\"\\n\"", "\"x\\u007f\"", "\" x \"", Long('t', 201)]),
        ("/lines/0/quantity", [null, "0", "-1", "1", "20", "21", "1.5", "\"2\"", "null", "-0"]),
        ("/lines/0/unitPrice", [null, "8900", "{}", "null", """{"minor":8900}""", """{"unit":"USD"}""", """{"minor":8900,"unit":"USD","more":0}"""]),
        ("/lines/0/unitPrice/minor", ["0", "-8900", "1000000001", "0.5", "\"8900\"", "true"]),
        ("/lines/0/unitPrice/unit", ["\"\"", "\"usd\"", "\"US\"", "\"MILES\"", "\"USDX\"", "840"]),
        ("/lines/0/unitMiles", ["null", "5", "{}", """{"minor":5}""", """{"minor":5,"unit":"USD"}""", """{"minor":0,"unit":"MILES"}""", """{"minor":5,"unit":"MILES","more":1}""", """{"minor":5,"unit":"MILES"}"""]),
        ("/lines/0/promoValue", [null, "null", "{}", "0"]),
        ("/lines/0/promoExpiresAt", [null, "\"\"", "\"2027-01-31\"", "\"2027-13-01T00:00:00Z\"", "\"2027-01-01T24:00:00Z\"", "\"2027-01-01T00:00:00\"", "\"2027-01-01 00:00:00Z\"", "\"2027-01-01T00:00:00.1234567Z\"", "\"2027-01-01T00:00:00.12345678Z\"", "1"]),
        ("/lines/1/promoValue", ["""{"minor":5,"unit":"USD"}"""]),
        ("/lines/1/promoExpiresAt", ["\"2027-01-31T23:59:59Z\""]),
        ("/lines/1/more", ["1"]),
        ("/tenders", [null, "[]", "{}", "[1,2]"]),
        ("/tenders/0", ["{}", "null", "[]"]),
        ("/tenders/-", ["""{"kind":"Card","token":"tok_ok","amount":{"minor":1,"unit":"USD"}}"""]),
        ("/tenders/-", ["""{"kind":"Miles","token":"mem_ok","amount":{"minor":1,"unit":"MILES"}}""", """{"kind":"Miles","token":"mem_ok","brand":"visa","amount":{"minor":1,"unit":"MILES"}}""", """{"kind":"Miles","token":"mem_ok","amount":{"minor":1,"unit":"USD"}}""", """{"kind":"Miles","token":"4242424242424242","amount":{"minor":1,"unit":"MILES"}}""", """{"kind":"Miles","amount":{"minor":1,"unit":"MILES"}}"""]),
        ("/tenders", ["""[{"kind":"Miles","token":"mem_ok","amount":{"minor":1,"unit":"MILES"}}]"""]),
        ("/tenders/0/kind", [null, "\"Miles\"", "\"card\"", "1"]),
        ("/tenders/0/token", [null, "\"\"", "\"4242424242424242\"", "\"424242424242\"", "\"42424242424\"", "\"12345678901234567890\"", "\"a b\"", Long('t', 128), Long('t', 129)]),
        ("/tenders/0/brand", [null, "\"Visa\"", "\"\""]),
        ("/tenders/0/last4", [null, "\"123\"", "\"12345\"", "\"12a4\"", "1234"]),
        ("/tenders/0/amount", [null, "{}", "17801"]),
        ("/tenders/0/amount/minor", ["0", "-1", "400000000001", "1.25"]),
        ("/tenders/0/amount/unit", ["\"\"", "\"usd\""]),
        ("/more", ["1", "null", "{}"]),
        ("/key", ["\"k\""]),
        ("/history", ["""{"placedAt":"2025-05-01T10:00:00Z","headline":"done"}"""]),
    ];

    private static readonly (string Pointer, string?[] Values)[] s_lineSpoilers =
    [
        ("/key", [null, "\"\"", "\"a b\"", "1", "null", Long('k', 200), Long('k', 201)]),
        ("/history", [null, "{}", "null", "[]"]),
        ("/history/placedAt", [null, "\"yesterday\"", "0"]),
        ("/history/headline", [null, "\"done\"", "\"cancelled\"", "\"refunded\"", "\"failed\"", "\"Done\"", "\"running\"", "\"unknown\"", "1"]),
        ("/history/more", ["1"]),
    ];

    [Fact]
    public async Task Order_OneFaultAtATime_ParserAndSchemaAgree()
    {
        var schema = await SchemaAsync(OrderSchema.OrderFile);
        var documents = s_spoilers.SelectMany(spoiler => spoiler.Values.Select(value => Orders.Full().With(spoiler.Pointer, value))).Append(Orders.Full()).ToList();

        AssertAgree(schema, documents, json => Orders.Wrong(OrderRequestParser.Parse(json)));

        Assert.True(documents.Count > 200, $"only {documents.Count} documents");
    }

    [Fact]
    public async Task ImportLine_OneFaultAtATime_ParserAndSchemaAgree()
    {
        var schema = await SchemaAsync(OrderSchema.ImportFile);
        var ofTheBody = s_spoilers.Where(spoiler => spoiler.Pointer is not ("/key" or "/history"));
        var documents = s_lineSpoilers.Concat(ofTheBody)
            .SelectMany(spoiler => spoiler.Values.Select(value => Orders.Line().With(spoiler.Pointer, value))).Append(Orders.Line()).ToList();

        AssertAgree(schema, documents, json => Orders.Wrong(OrderRequestParser.ParseImportLine(json)));
    }

    [Fact]
    public async Task Order_SeveralFaultsAtOnce_ParserAndSchemaAgree()
    {
        var schema = await SchemaAsync(OrderSchema.OrderFile);
        var random = new Random(20260301);
        var documents = new List<JsonObject>();
        while (documents.Count < 500)
        {
            var order = Orders.Full();
            foreach (var (pointer, values) in random.GetItems(s_spoilers, random.Next(1, 5)))
            {
                try
                {
                    order.With(pointer, values[random.Next(values.Length)]);
                }
                catch (Exception e) when (e is InvalidOperationException or ArgumentOutOfRangeException or FormatException)
                {
                    // An earlier fault took away what this one would spoil.
                }
            }
            documents.Add(order);
        }

        AssertAgree(schema, documents, json => Orders.Wrong(OrderRequestParser.Parse(json)));
    }

    [Fact]
    public void ImportSchema_Members_AreTheOrdersAndItsOwn()
    {
        var order = Members(OrderSchema.Order, "dealVoucher");
        var line = Members(OrderSchema.Import, "dealVoucherLine");

        Assert.Equal(order.Append("history").Append("key").Order(StringComparer.Ordinal), line.Order(StringComparer.Ordinal));
    }

    /// <summary>
    /// A document is wrong for the parser alone only by a rule that a schema cannot say: then each finding is one of those; the schema never refuses
    /// what the parser takes.
    /// </summary>
    private static void AssertAgree(JsonSchema schema, IReadOnlyList<JsonObject> documents, Func<byte[], IReadOnlyList<string>> parse)
    {
        string[] beyondTheSchema =
            ["/tenders", "/tenders/0/kind", "/tenders/1/kind", "/tenders/1/amount/unit", "/tenders/1/amount/minor", "/tenders/0/amount/minor", "/tenders/0/amount/unit", "/lines/0/unitPrice/unit", "/lines/1/unitPrice/unit", "/lines/0/promoValue/unit", "/lines/1/promoValue/unit"];
        var good = 0;
        foreach (var document in documents)
        {
            var json = document.ToJsonString();
            var bySchema = schema.Validate(json).Count == 0;
            var wrong = parse(Encoding.UTF8.GetBytes(json));
            good += wrong.Count == 0 ? 1 : 0;
            if (bySchema)
                Assert.True(wrong.All(beyondTheSchema.Contains), $"The schema takes it, the parser says {string.Join(", ", wrong)}: {json}");
            else
                Assert.True(wrong.Count > 0, $"The parser takes it, the schema does not: {json}");
        }
        Assert.True(good > 0);
    }

    private static async Task<JsonSchema> SchemaAsync(string file)
    {
        var folder = Directory.CreateTempSubdirectory("bo-schema-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, OrderSchema.OrderFile), Older(OrderSchema.Order));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, OrderSchema.ImportFile), Older(OrderSchema.Import));
            return await JsonSchema.FromFileAsync(Path.Combine(folder.FullName, file));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>NJsonSchema follows references inside <c>definitions</c>, the word of the drafts before 2019; the meaning is the same.</summary>
    private static string Older(string schema) => schema.Replace("$defs", "definitions", StringComparison.Ordinal);

    private static IEnumerable<string> Members(string schema, string definition) =>
        Orders.Parse(schema)["$defs"]?[definition]?["properties"]?.AsObject().Select(member => member.Key) ?? [];

    private static string Long(char c, int length) => "\"" + new string(c, length) + "\"";

    private static string References(int count) =>
        "[" + string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"system":"cart","value":"{{i}}"}""")) + "]";

    private static string Lines(int count) =>
        "[" + string.Join(',', Enumerable.Repeat("""{"city":"miami","offerId":"a","unitId":"b","title":"c","quantity":1,"unitPrice":{"minor":1,"unit":"USD"}}""", count)) + "]";
}
