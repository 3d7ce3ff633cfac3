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

    public static Json Of(ExecutionSnapshot execution, Frame frame, bool isTask)
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
        return new JsonObj(
        [
            new("Execution", new JsonObj([.. run])),
            new("StateMachine", new JsonObj(
                [new("Id", Json.Of(StateMachineArn(execution.StateMachine))), new("Name", Json.Of(execution.StateMachine))])),
            new("State", new JsonObj([.. state])),
        ]);
    }

    private static Json Time(DateTimeOffset at) => Json.Of(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
}
