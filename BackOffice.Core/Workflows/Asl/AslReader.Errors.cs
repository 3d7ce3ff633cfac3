namespace BackOffice.Core.Workflows.Asl;

/// <summary>Retry and Catch.</summary>
internal sealed partial class AslReader
{
    /// <summary>A year: the longest that MaxDelaySeconds may be.</summary>
    private const long MaxDelay = 31_622_400;

    private Retrier[] Retriers(JsonObj o, string path)
    {
        var retriers = Items(o, "Retry", path, Retrier);
        AllIsLast(retriers, r => r.ErrorEquals, $"{path}/Retry");
        return retriers;
    }

    private Catcher[] Catchers(JsonObj o, string path)
    {
        var catchers = Items(o, "Catch", path, Catcher);
        AllIsLast(catchers, c => c.ErrorEquals, $"{path}/Catch");
        return catchers;
    }

    /// <summary>States.ALL takes what is left: nothing may come after it (states-language.net, "Retrying after error").</summary>
    private void AllIsLast<T>(T[] items, Func<T, string[]> errors, string path)
    {
        for (var i = 0; i < items.Length - 1; i++)
        {
            if (errors(items[i]).Contains(StatesError.All))
                Schema("States.ALL must appear in the last element alone", $"{path}[{i}]/ErrorEquals");
        }
    }

    private Retrier Retrier(JsonObj o, string path)
    {
        Known(o, path, ["Comment", "ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds", "JitterStrategy"]);
        Required(o, path, "ErrorEquals");
        var interval = Whole(o, "IntervalSeconds", path, 1) ?? 1;
        var maxDelay = Whole(o, "MaxDelaySeconds", path, 1, MaxDelay);
        if (maxDelay <= interval)
            Schema("MaxDelaySeconds must be larger than IntervalSeconds", $"{path}/MaxDelaySeconds");
        var jitter = Text(o, "JitterStrategy", path);
        if (jitter is not (null or "FULL" or "NONE"))
            Schema("The field 'JitterStrategy' should have one of these values: [FULL, NONE]", $"{path}/JitterStrategy");
        return new Retrier(
            Errors(o, path), interval, Whole(o, "MaxAttempts", path, 0) ?? 3, Number(o, "BackoffRate", path, 1, double.MaxValue) ?? 2.0, maxDelay,
            jitter == "FULL");
    }

    private Catcher Catcher(JsonObj o, string path)
    {
        Known(o, path, ["Comment", "ErrorEquals", "Next", "ResultPath", "Assign"]);
        Required(o, path, "ErrorEquals", "Next");
        return new Catcher(
            Errors(o, path), Text(o, "Next", path) ?? string.Empty, ReferencePath(o, "ResultPath", path), IsNull(o, "ResultPath"), Assign(o, path));
    }

    private string[] Errors(JsonObj o, string path)
    {
        if (o.Get("ErrorEquals") is not { } value)
            return [];
        if (value is not JsonArr { Items.Length: > 0 } list || !Array.TrueForAll(list.Items, i => i is JsonStr))
        {
            Schema("Expected a non-empty Array of Strings", $"{path}/ErrorEquals");
            return [];
        }

        var errors = list.Items.OfType<JsonStr>().Select(s => s.Value).ToArray();
        if (errors.Length > 1 && errors.Contains(StatesError.All))
            Schema("States.ALL must appear alone in an ErrorEquals", $"{path}/ErrorEquals");
        return errors;
    }
}
