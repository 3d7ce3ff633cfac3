using System.Globalization;
using System.Text.Json;

namespace BackOffice.Tests.Torture.Engine;

/// <summary>What one order of the engine's torture goes through; the same for the same seed and number.</summary>
/// <param name="Name">Of its execution.</param>
/// <param name="Wait">Seconds that it waits in the middle.</param>
/// <param name="Busy">How often its first task fails and is retried.</param>
/// <param name="Fails">How often its last task fails for good, so that the execution is redriven.</param>
internal sealed record TortureOrder(string Name, int Wait, int Busy, int Fails)
{
    public const string Definition =
        """
        {"StartAt":"Reserve","States":{
          "Reserve":{"Type":"Task","Resource":"${activity:work}","Parameters":{"state":"Reserve","plan.$":"$","redrive.$":"$$.Execution.RedriveCount","attempt.$":"$$.State.RetryCount"},
            "ResultPath":"$.reserved","Retry":[{"ErrorEquals":["Busy"],"IntervalSeconds":1,"MaxAttempts":3,"BackoffRate":1,"JitterStrategy":"FULL"}],"Next":"Wait or not"},
          "Wait or not":{"Type":"Choice","Choices":[{"Variable":"$.wait","NumericGreaterThan":0,"Next":"Wait"}],"Default":"Charge"},
          "Wait":{"Type":"Wait","SecondsPath":"$.wait","Next":"Charge"},
          "Charge":{"Type":"Task","Resource":"${activity:work}","Parameters":{"state":"Charge","plan.$":"$","redrive.$":"$$.Execution.RedriveCount","attempt.$":"$$.State.RetryCount","id.$":"States.UUID()"},
            "ResultPath":"$.charged","Next":"Send"},
          "Send":{"Type":"Task","Resource":"${activity:work}","Parameters":{"state":"Send","plan.$":"$","redrive.$":"$$.Execution.RedriveCount","attempt.$":"$$.State.RetryCount"},
            "ResultPath":null,"End":true}}}
        """;

    public string InputJson => $$"""{"order":"{{Name}}","wait":{{Wait}},"busy":{{Busy}},"fails":{{Fails}}}""";

    public static IReadOnlyList<TortureOrder> Make(int count, int seed)
    {
        var random = new Random(seed);
        int Sometimes(int oneIn, int most) => random.Next(oneIn) == 0 ? random.Next(1, most + 1) : 0;
        return [.. Enumerable.Range(0, count).Select(i => new TortureOrder(
            string.Create(CultureInfo.InvariantCulture, $"t-{seed}-{i}"), Sometimes(4, 2), Sometimes(5, 2), Sometimes(6, 2)))];
    }

    /// <summary>What a task of it is answered with: null for success, else the error.</summary>
    public static string? ErrorOf(JsonElement input)
    {
        var plan = input.GetProperty("plan");
        return input.GetProperty("state").GetString() switch
        {
            "Reserve" when input.GetProperty("attempt").GetInt32() < plan.GetProperty("busy").GetInt32() => "Busy",
            "Send" when input.GetProperty("redrive").GetInt32() < plan.GetProperty("fails").GetInt32() => "Refused",
            _ => null,
        };
    }

    /// <summary>Every effect that it must have, each once.</summary>
    public IEnumerable<TaskEffect> Effects()
    {
        for (var attempt = 0; attempt <= Busy; attempt++)
            yield return new(Name, "Reserve", 0, attempt);
        yield return new(Name, "Charge", 0, 0);
        for (var redrive = 0; redrive <= Fails; redrive++)
            yield return new(Name, "Send", redrive, 0);
    }

    /// <summary>The types of its history, however often it was killed on the way.</summary>
    public IEnumerable<string> History()
    {
        List<string> types = ["ExecutionStarted", "TaskStateEntered"];
        for (var attempt = 0; attempt < Busy; attempt++)
            types.AddRange(["ActivityScheduled", "ActivityStarted", "ActivityFailed"]);
        types.AddRange(["ActivityScheduled", "ActivityStarted", "ActivitySucceeded", "TaskStateExited", "ChoiceStateEntered", "ChoiceStateExited"]);
        if (Wait > 0)
            types.AddRange(["WaitStateEntered", "WaitStateExited"]);
        types.AddRange(["TaskStateEntered", "ActivityScheduled", "ActivityStarted", "ActivitySucceeded", "TaskStateExited", "TaskStateEntered"]);
        for (var redrive = 0; redrive < Fails; redrive++)
            types.AddRange(["ActivityScheduled", "ActivityStarted", "ActivityFailed", "ExecutionFailed", "ExecutionRedriven"]);
        types.AddRange(["ActivityScheduled", "ActivityStarted", "ActivitySucceeded", "TaskStateExited", "ExecutionSucceeded"]);
        return types;
    }
}

/// <summary>One effect outside: of a state, in one go of the execution, at one attempt.</summary>
internal sealed record TaskEffect(string Order, string State, int Redrive, int Attempt);
