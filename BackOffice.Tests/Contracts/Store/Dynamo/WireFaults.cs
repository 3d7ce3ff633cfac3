using System.Text.Json.Nodes;

namespace BackOffice.Tests.Contracts.Store.Dynamo;

/// <summary>What DynamoDB may do to reads at any time, and DynamoDB Local never does.</summary>
internal static class WireFaults
{
    private const string Marker = "__empty";

    /// <summary>Each page is preceded by one without rows, and holds two rows at most.</summary>
    public static FaultyWire.Fault EmptyPages => async (request, pass) =>
    {
        var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync())!.AsObject();
        var start = body["ExclusiveStartKey"];
        if (start?[Marker] is not { } marked)
        {
            var nothing = new JsonObject
            {
                ["Items"] = new JsonArray(), ["Count"] = 0, ["ScannedCount"] = 0,
                ["LastEvaluatedKey"] = new JsonObject { [Marker] = new JsonObject { ["S"] = start?.ToJsonString() ?? "" } },
            };
            return FaultyWire.Answer(nothing);
        }

        return await FaultyWire.Rewritten(query =>
        {
            query.Remove("ExclusiveStartKey");
            if (marked["S"]!.GetValue<string>() is { Length: > 0 } original)
                query["ExclusiveStartKey"] = JsonNode.Parse(original);
            query["Limit"] = Math.Min(2, query["Limit"]?.GetValue<int>() ?? 2);
        })(request, pass);
    };

    /// <summary>A batch answers for its first key alone and leaves the others to be asked for again.</summary>
    public static FaultyWire.Fault OneKeyAtATime => async (request, pass) =>
    {
        JsonObject? left = null;
        var answer = await FaultyWire.Rewritten(batch =>
        {
            var (table, asked) = batch["RequestItems"]!.AsObject().Single();
            var keys = asked!["Keys"]!.AsArray();
            if (keys.Count < 2)
                return;
            var others = asked.DeepClone();
            others["Keys"]!.AsArray().RemoveAt(0);
            left = new JsonObject { [table] = others };
            while (keys.Count > 1)
                keys.RemoveAt(1);
        })(request, pass);
        return left is null ? answer : await FaultyWire.Answered(body => body["UnprocessedKeys"] = left)(request, () => Task.FromResult(answer));
    };

    /// <summary>Indexes answer what they answered when they were asked before: they lag. The table itself does not.</summary>
    public static Func<string, FaultyWire.Fault?> LaggingIndexes(IEnumerable<FaultyWire.Call> before)
    {
        var known = before.Where(call => call.Operation == "Query" && call.Body.ContainsKey("IndexName")).ToLookup(call => call.Body.ToJsonString());
        return operation => operation != "Query" ? null : async (request, pass) =>
        {
            var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync())!.AsObject();
            if (!body.ContainsKey("IndexName"))
                return await pass();
            var old = known[body.ToJsonString()].LastOrDefault();
            return old?.Answer is { } answer ? FaultyWire.Answer(answer.DeepClone().AsObject()) : await pass();
        };
    }
}
