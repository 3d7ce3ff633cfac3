using System.Globalization;

namespace BackOffice.Tests.Core.Workflows;

/// <summary>A small valid definition and an input, both decided by a seed: every state type, nested two deep, with paths that may lead nowhere.</summary>
internal sealed class RandomDefinition
{
    private static readonly string[] s_paths =
        ["$", "$.a", "$.a.b", "$.items", "$.items[0]", "$.items[5]", "$.items[*]", "$..b", "$v", "$w.x", "$$.Execution.Name", "$$.State.Name", "$$.Map.Item.Index", "$$.Execution.Input"];

    private static readonly string[] s_calls =
    [
        "States.UUID()", "States.MathRandom(0, 100)", "States.Format('{}-{}', $.a, $$.Execution.Name)", "States.ArrayLength($.items)",
        "States.ArrayRange(0, 4, 1)", "States.MathAdd($.a, 1)", "States.JsonToString($)", "States.StringToJson('[1,2]')", "States.ArrayGetItem($.items, 0)",
        "States.JsonMerge($, $, false)", "States.Hash($.a, 'MD5')", "States.Array($v)", "States.Array($v, $v)", "States.StringSplit('a😀b', '😀😁')",
    ];

    private static readonly string[] s_errors = ["Busy", "Broken", "States.ALL", "States.TaskFailed", "States.Timeout", "States.Runtime"];
    private readonly Random _random;
    private int _names;

    public RandomDefinition(int seed)
    {
        _random = new Random(seed);
        Text = "{" + (Chance(4) ? "\"TimeoutSeconds\":50," : "") + Flow(2)[1..];
        Input = Pick("{}", "[]", "[1,2,3]", "7", "\"text\"", "null", """{"a":1,"items":[1,2]}""", """{"a":{"b":[1,{"b":2}]},"items":[[1],[2,3],[]]}""", """{"items":[],"a":"1"}""");
    }

    public string Text { get; }

    public string Input { get; }

    private string Flow(int depth)
    {
        var names = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => "S" + (_names++).ToString(CultureInfo.InvariantCulture)).ToArray();
        var states = names.Select((name, i) => $"\"{name}\":{State(i + 1 < names.Length ? names[i + 1] : null, names, depth)}");
        return $"{{\"StartAt\":\"{names[0]}\",\"States\":{{{string.Join(',', states)}}}}}";
    }

    private string State(string? next, string[] flow, int depth)
    {
        var end = next is null ? "\"End\":true" : $"\"Next\":\"{next}\"";
        return _random.Next(next is null ? 10 : 9) switch
        {
            0 or 1 => $"{{\"Type\":\"Pass\",{Data()}{Result()}{Assign()}{end}}}",
            2 or 3 => Task(flow, end),
            4 => $"{{\"Type\":\"Wait\",{(Chance(2) ? "\"Seconds\":3" : "\"SecondsPath\":\"$.a\"")},{end}}}",
            5 when next is not null => $"{{\"Type\":\"Choice\",{Assign()}\"Choices\":[{Rule(next)},{Rule(next)}]{(Chance(3) ? "" : $",\"Default\":\"{Pick(flow)}\"")}}}",
            6 when depth > 0 => $"{{\"Type\":\"Parallel\",{Data()}{Errors(flow)}{Assign()}\"Branches\":[{string.Join(',', Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Flow(depth - 1)))}],{end}}}",
            7 or 8 when depth > 0 => $"{{\"Type\":\"Map\",{(Chance(2) ? "\"ItemsPath\":\"$.items\"," : "")}{Selector()}{Width()}{Errors(flow)}{Assign()}\"ItemProcessor\":{Flow(depth - 1)},{end}}}",
            9 => Chance(2) ? "{\"Type\":\"Succeed\"}" : $"{{\"Type\":\"Fail\",\"Error\":\"{Pick(s_errors)}\"}}",
            _ => $"{{\"Type\":\"Pass\",{end}}}",
        };
    }

    private string Task(string[] flow, string end)
    {
        var resource = Pick(
            "\"Resource\":\"arn:aws:states:local:000000000000:activity:work\",",
            "\"Resource\":\"arn:aws:lambda:local:000000000000:function:work\",",
            "\"Resource\":\"arn:aws:states:::lambda:invoke\",\"Parameters\":{\"FunctionName\":\"work\",\"Payload.$\":\"$\"},",
            "\"Resource\":\"arn:aws:states:::lambda:invoke.waitForTaskToken\",\"Parameters\":{\"FunctionName\":\"work\",\"Payload\":{\"t.$\":\"$$.Task.Token\"}},");
        var times = (Chance(3) ? "\"TimeoutSeconds\":20," : "") + (Chance(3) ? "\"HeartbeatSeconds\":7," : "");
        return $"{{\"Type\":\"Task\",{resource}{times}{Path("ResultPath", "$.r", "$.a.b", "$")}{Errors(flow)}{Assign()}{end}}}";
    }

    private string Errors(string[] flow)
    {
        var retry = Chance(3)
            ? $"\"Retry\":[{{\"ErrorEquals\":[\"{Pick("Busy", "Broken", "States.Timeout")}\"],\"MaxAttempts\":2,\"JitterStrategy\":\"{Pick("FULL", "NONE")}\"}},{{\"ErrorEquals\":[\"States.ALL\"],\"MaxAttempts\":1}}],"
            : "";
        return retry + (Chance(3) ? $"\"Catch\":[{{\"ErrorEquals\":[\"{Pick(s_errors)}\"],{Path("ResultPath", "$.e", "$")}\"Next\":\"{Pick(flow)}\"}}]," : "");
    }

    private string Width() => Pick("", "\"MaxConcurrency\":1,", "\"MaxConcurrency\":2,", "\"MaxConcurrencyPath\":\"$.a\",") + Pick("", "", "\"ToleratedFailureCount\":1,", "\"ToleratedFailurePercentage\":60,");

    private string Selector() => Chance(3) ? "\"ItemSelector\":{\"v.$\":\"$$.Map.Item.Value\",\"items.$\":\"$$.Execution.Input.items\"}," : "";

    private string Data() => Path("InputPath", s_paths) + (Chance(3) ? $"\"Parameters\":{{\"p.$\":\"{Value()}\",\"items.$\":\"{Value()}\",\"a\":1}}," : "");

    private string Result() => Path("ResultPath", "$.r", "$.a.b", "$.items[0]", "$") + Path("OutputPath", s_paths);

    private string Assign() => Chance(4) ? $"\"Assign\":{{\"{Pick("v", "w")}.$\":\"{Value()}\"}}," : "";

    private string Rule(string next) =>
        $"{{\"Variable\":\"{Pick(s_paths)}\",{Pick("\"IsPresent\":true", "\"NumericLessThan\":2", "\"StringEqualsPath\":\"$.a\"", "\"IsNull\":false", "\"StringMatches\":\"t*\"")},\"Next\":\"{next}\"}}";

    private string Path(string field, params string[] paths) => Chance(4) ? $"\"{field}\":{(Chance(6) ? "null" : $"\"{Pick(paths)}\"")}," : "";

    private string Value() => Chance(2) ? Pick(s_paths) : Pick(s_calls);

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private string Pick(params string[] values) => values[_random.Next(values.Length)];
}
