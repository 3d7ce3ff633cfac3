using System.Text.Json.Nodes;

namespace BackOffice.Tests.Contracts.Store.Dynamo;

/// <summary>Requests and what DynamoDB says that they consumed.</summary>
/// <param name="Requests">Sent.</param>
/// <param name="Reads">Read units, of tables and indexes.</param>
/// <param name="Writes">Write units, of tables and indexes.</param>
internal readonly record struct Capacity(int Requests, double Reads, double Writes)
{
    private static readonly string[] s_reads = ["GetItem", "BatchGetItem", "Query"];

    public static Capacity Of(IEnumerable<FaultyWire.Call> calls)
    {
        var sum = default(Capacity);
        foreach (var call in calls)
        {
            var units = call.Answer?["ConsumedCapacity"] switch
            {
                JsonArray many => many.Sum(Units),
                JsonObject one => Units(one),
                _ when call.Answer?.ContainsKey("__type") == true => 0, // refused
                _ => throw new InvalidOperationException($"{call.Operation} does not tell what it consumed."),
            };
            sum = s_reads.Contains(call.Operation)
                ? sum with { Requests = sum.Requests + 1, Reads = sum.Reads + units }
                : sum with { Requests = sum.Requests + 1, Writes = sum.Writes + units };
        }

        return sum;
    }

    public static Capacity operator /(Capacity sum, int count) => new(sum.Requests / count, sum.Reads / count, sum.Writes / count);

    private static double Units(JsonNode? node) => node?["CapacityUnits"]?.GetValue<double>() ?? 0;
}
