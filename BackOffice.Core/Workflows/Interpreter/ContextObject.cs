using System.Globalization;
using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Core.Workflows.Interpreter;

/// <summary>What <c>$$</c> leads to (developer guide, "Accessing execution data from the Context object").</summary>
internal static class ContextObject
{
    /// <summary>Stands where AWS names a role; there are none on one machine.</summary>
    public const string RoleArn = "arn:aws:iam::000000000000:role/embedded";

    public static string StateMachineArn(string name) => $"arn:aws:states:local:000000000000:stateMachine:{name}";

    public static string ExecutionArn(string stateMachine, string name) => $"arn:aws:states:local:000000000000:execution:{stateMachine}:{name}";

    public static string ActivityArn(string name) => $"arn:aws:states:local:000000000000:activity:{name}";

    /// <summary>The region in ARNs and in the details of integrations.</summary>
    public const string Region = "local";

    public static Json Item(int index, Json value) =>
        new JsonObj([new("Item", new JsonObj([new("Index", Json.Of(index)), new("Value", value)]))]);

    /// <param name="map">Inside an iteration, what <see cref="Item"/> gives.</param>
    /// <param name="token">Of a task that waits for one.</param>
    public static Json Of(ExecutionSnapshot execution, Frame frame, bool isTask, Json? map, string? token)
    {
        List<KeyValuePair<string, Json>> state = [new("Name", Json.Of(frame.State)), new("EnteredTime", Time(frame.EnteredAt))];
        if (isTask)
            state.Add(new("RetryCount", Json.Of(frame.RetryCount)));
        List<KeyValuePair<string, Json>> run =
        [
            new("Id", Json.Of(ExecutionArn(execution.StateMachine, execution.Name))),
            new("Input", execution.Input),
            new("StartTime", Time(execution.StartedAt)),
            new("Name", Json.Of(execution.Name)),
            new("RoleArn", Json.Of(RoleArn)),
            new("RedriveCount", Json.Of(execution.RedriveCount)),
        ];
        if (execution.RedrivenAt is { } at)
            run.Add(new("RedriveTime", Time(at)));
        List<KeyValuePair<string, Json>> context =
        [
            new("Execution", new JsonObj([.. run])),
            new("StateMachine", new JsonObj(
                [new("Id", Json.Of(StateMachineArn(execution.StateMachine))), new("Name", Json.Of(execution.StateMachine))])),
            new("State", new JsonObj([.. state])),
        ];
        if (token is not null)
            context.Add(new("Task", new JsonObj([new("Token", Json.Of(token))])));
        if (map is not null)
            context.Add(new("Map", map));
        return new JsonObj([.. context]);
    }

    private static Json Time(DateTimeOffset at) => Json.Of(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
}
