using System.Globalization;
using System.Text.Json;

namespace BackOffice.Tests.Torture.Engine;

/// <summary>What one order of the engine's torture goes through; the same for the same seed and number.</summary>
/// <param name="Name">Of its execution.</param>
/// <param name="Wait">Seconds that it waits in the middle.</param>
/// <param name="Busy">How often its first task fails and is retried.</param>
/// <param name="Fails">How often its last task fails for good, so that the execution is redriven.</param>
/// <param name="Split">True when it goes through a Parallel with a Map in it.</param>
internal sealed record TortureOrder(string Name, int Wait, int Busy, int Fails, bool Split)
{
    public const string Definition =
        """
        {"StartAt":"Reserve","States":{
          "Reserve":{"Type":"Task","Resource":"${activity:work}","Parameters":{"state":"Reserve","plan.$":"$","redrive.$":"$$.Execution.RedriveCount","attempt.$":"$$.State.RetryCount"},
            "ResultPath":"$.reserved","Retry":[{"ErrorEquals":["Busy"],"IntervalSeconds":1,"MaxAttempts":3,"BackoffRate":1,"JitterStrategy":"FULL"}],"Next":"Wait or not"},
          "Wait or not":{"Type":"Choice","Choices":[{"Variable":"$.wait","NumericGreaterThan":0,"Next":"Wait"}],"Default":"Charge"},
          "Wait":{"Type":"Wait","SecondsPath":"$.wait","Next":"Charge"},
          "Charge":{"Type":"Task","Resource":"${activity:work}","Parameters":{"state":"Charge","plan.$":"$","redrive.$":"$$.Execution.RedriveCount","attempt.$":"$$.State.RetryCount","id.$":"States.UUID()"},
            "ResultPath":"$.charged","Next":"Split or not"},
          "Split or not":{"Type":"Choice","Choices":[{"Variable":"$.split","BooleanEquals":true,"Next":"Split"}],"Default":"Send"},
          "Split":{"Type":"Parallel","ResultPath":"$.split","Next":"Send","Branches":[
            {"StartAt":"Left","States":{"Left":{"Type":"Task","Resource":"${activity:work}","Parameters":{"state":"Left","plan.$":"$","redrive.$":"$$.Execution.RedriveCount","attempt.$":"$$.State.RetryCount"},"End":true}}},
            {"StartAt":"Items","States":{"Items":{"Type":"Map","ItemsPath":"$.items","ItemSelector":{"plan.$":"$","index.$":"$$.Map.Item.Index"},"End":true,"ItemProcessor":{
              "StartAt":"Item","States":{"Item":{"Type":"Task","Resource":"${activity:work}","ResultPath":null,"End":true,
                "Parameters":{"state.$":"States.Format('Item{}', $.index)","plan.$":"$.plan","redrive.$":"$$.Execution.RedriveCount","attempt.$":"$$.State.RetryCount"}}}}}}}]},
          "Send":{"Type":"Task","Resource":"${activity:work}","Parameters":{"state":"Send","plan.$":"$","redrive.$":"$$.Execution.RedriveCount","attempt.$":"$$.State.RetryCount"},
            "ResultPath":null,"End":true}}}
        """;

    public string InputJson => $$"""{"order":"{{Name}}","wait":{{Wait}},"busy":{{Busy}},"fails":{{Fails}},"split":{{(Split ? "true" : "false")}},"items":[1,2]}""";

    /// <summary>As <see cref="EngineChild"/> is told it.</summary>
    public string Line => $"{Name} {InputJson}";

    public static IReadOnlyList<TortureOrder> Make(int count, int seed)
    {
        var random = new Random(seed);
        int Sometimes(int oneIn, int most) => random.Next(oneIn) == 0 ? random.Next(1, most + 1) : 0;
        return [.. Enumerable.Range(0, count).Select(i => new TortureOrder(
            string.Create(CultureInfo.InvariantCulture, $"t-{seed}-{i}"), Sometimes(4, 2), Sometimes(5, 2), Sometimes(6, 2), random.Next(3) == 0))];
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
        if (Split)
        {
            foreach (var state in (string[])["Left", "Item0", "Item1"])
                yield return new(Name, state, 0, 0);
        }

        for (var redrive = 0; redrive <= Fails; redrive++)
            yield return new(Name, "Send", redrive, 0);
    }

    /// <summary>The types of its history, however often it was killed on the way; branches one after the other, which they need not be.</summary>
    public IEnumerable<string> History()
    {
        List<string> types = ["ExecutionStarted", "TaskStateEntered"];
        for (var attempt = 0; attempt < Busy; attempt++)
            types.AddRange(["ActivityScheduled", "ActivityStarted", "ActivityFailed"]);
        types.AddRange(["ActivityScheduled", "ActivityStarted", "ActivitySucceeded", "TaskStateExited", "ChoiceStateEntered", "ChoiceStateExited"]);
        if (Wait > 0)
            types.AddRange(["WaitStateEntered", "WaitStateExited"]);
        string[] task = ["TaskStateEntered", "ActivityScheduled", "ActivityStarted", "ActivitySucceeded", "TaskStateExited"];
        types.AddRange([.. task, "ChoiceStateEntered", "ChoiceStateExited"]);
        if (Split)
        {
            types.AddRange(["ParallelStateEntered", "ParallelStateStarted", .. task, "MapStateEntered", "MapStateStarted"]);
            for (var item = 0; item < 2; item++)
                types.AddRange(["MapIterationStarted", .. task, "MapIterationSucceeded"]);
            types.AddRange(["MapStateSucceeded", "MapStateExited", "ParallelStateSucceeded", "ParallelStateExited"]);
        }

        types.Add("TaskStateEntered");
        for (var redrive = 0; redrive < Fails; redrive++)
            types.AddRange(["ActivityScheduled", "ActivityStarted", "ActivityFailed", "ExecutionFailed", "ExecutionRedriven"]);
        types.AddRange(["ActivityScheduled", "ActivityStarted", "ActivitySucceeded", "TaskStateExited", "ExecutionSucceeded"]);
        return types;
    }
}

/// <summary>One effect outside: of a state, in one go of the execution, at one attempt.</summary>
internal sealed record TaskEffect(string Order, string State, int Redrive, int Attempt);
