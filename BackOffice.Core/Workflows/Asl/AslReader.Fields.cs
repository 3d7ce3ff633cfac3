using System.Globalization;

namespace BackOffice.Core.Workflows.Asl;

/// <summary>Single fields.</summary>
internal sealed partial class AslReader
{
    private void Required(JsonObj obj, string path, params ReadOnlySpan<string> names)
    {
        var missing = new List<string>();
        foreach (var name in names)
        {
            if (obj.Get(name) is null)
                missing.Add(name);
        }

        if (missing.Count > 0)
            Schema($"These fields are required: [{string.Join(", ", missing)}]", Place(path));
    }

    /// <summary>AWS points at the object that holds the field.</summary>
    private void Known(JsonObj obj, string path, IEnumerable<string> names)
    {
        foreach (var member in obj.Members)
        {
            if (!names.Contains(member.Key, StringComparer.Ordinal))
                Schema($"Field '{member.Key}' is not supported", Place(path));
        }
    }

    private void AtMostOne(JsonObj o, string path, string one, string other)
    {
        if (o.Get(one) is not null && o.Get(other) is not null)
            Schema($"Only one of these fields is allowed: [{one}, {other}]", path);
    }

    private string? Text(JsonObj obj, string name, string path)
    {
        switch (obj.Get(name))
        {
            case null:
                return null;
            case JsonStr { Value.Length: > 0 } text:
                return text.Value;
            case JsonStr when name is "Error" or "Cause" or "Comment" or "Version":
                return string.Empty;
            case JsonStr:
                Schema("Value cannot be empty", $"{path}/{name}");
                return null;
            default:
                Schema("Expected value of type String", $"{path}/{name}");
                return null;
        }
    }

    private long? Whole(JsonObj obj, string name, string path, long least, long most = 99_999_999)
    {
        switch (obj.Get(name))
        {
            case null:
                return null;
            case JsonNum number when number.IsLong(out var value) && value >= least && value <= most:
                return value;
            default:
                Schema(string.Create(CultureInfo.InvariantCulture, $"Expected value of type Integer from {least} to {most}"), $"{path}/{name}");
                return null;
        }
    }

    private double? Number(JsonObj obj, string name, string path, double least, double most)
    {
        switch (obj.Get(name))
        {
            case null:
                return null;
            case JsonNum number when number.Double >= least && number.Double <= most:
                return number.Double;
            default:
                Schema(string.Create(CultureInfo.InvariantCulture, $"Expected value of type Float from {least} to {most}"), $"{path}/{name}");
                return null;
        }
    }

    private bool Flag(JsonObj obj, string name, string path)
    {
        if (obj.Get(name) is not (null or JsonBool))
            Schema("Expected value of type Boolean", $"{path}/{name}");
        return obj.Get(name) is JsonBool { Value: true };
    }

    private AslPath? Path(JsonObj obj, string name, string path)
    {
        if (obj.Get(name) is null or JsonNull || Text(obj, name, path) is not { } text)
            return null;
        try
        {
            return AslPathParser.Parse(text);
        }
        catch (FormatException e)
        {
            Wrong(e, $"Value is not a Path: {e.Message}", $"{path}/{name}");
            return null;
        }
    }

    private AslPath? ReferencePath(JsonObj obj, string name, string path)
    {
        var read = Path(obj, name, path);
        if (read is { IsReference: false })
            Schema("Value is not a Reference Path", $"{path}/{name}");
        return read;
    }

    private AslExpression? Expression(JsonObj obj, string name, string path)
    {
        if (Text(obj, name, path) is not { } text)
            return null;
        try
        {
            return AslExpression.Parse(text);
        }
        catch (FormatException e)
        {
            Wrong(e, $"Value is not a Path or an intrinsic function: {e.Message}", $"{path}/{name}");
            return null;
        }
    }

    private PayloadTemplate? Template(JsonObj obj, string name, string path)
    {
        if (obj.Get(name) is not { } json)
            return null;
        Undollared(json, $"{path}/{name}");
        return PayloadTemplate.Read(json, (where, problem) =>
            Wrong(problem, problem.Message, $"{path}/{name}{where}"));
    }

    /// <summary>NO_DOLLAR: a text that looks like a path, in a field without <c>.$</c>.</summary>
    private void Undollared(Json json, string path)
    {
        if (json is JsonArr array)
        {
            for (var i = 0; i < array.Items.Length; i++)
                Undollared(array.Items[i], $"{path}[{i}]");
        }

        if (json is not JsonObj obj)
            return;
        foreach (var member in obj.Members)
        {
            if (!member.Key.EndsWith(".$", StringComparison.Ordinal) && LooksLikePath(member.Value))
                Warning(Diagnostic.NoDollar, $"The field '{member.Key}' has a value that looks like a JSONPath or intrinsic function, but its name does not end with '.$'", $"{path}/{member.Key}");
            else
                Undollared(member.Value, $"{path}/{member.Key}");
        }
    }

    private static bool LooksLikePath(Json value) => value is JsonStr { Value: var text }
        && (text.StartsWith("$.", StringComparison.Ordinal) || text.StartsWith("$$.", StringComparison.Ordinal)
            || (text.StartsWith("States.", StringComparison.Ordinal) && text.Contains('(', StringComparison.Ordinal)));

    private T[] Items<T>(JsonObj o, string name, string path, Func<JsonObj, string, T> read)
    {
        if (o.Get(name) is not { } value)
            return [];
        if (value is not JsonArr list)
        {
            Schema("Expected value of type Array", $"{path}/{name}");
            return [];
        }

        var items = new List<T>();
        for (var i = 0; i < list.Items.Length; i++)
        {
            if (list.Items[i] is JsonObj item)
                items.Add(read(item, $"{path}/{name}[{i}]"));
            else
                Schema("Expected value of type Object", $"{path}/{name}[{i}]");
        }

        return [.. items];
    }

    private static bool IsNull(JsonObj obj, string name) => obj.Get(name) is JsonNull;

    private static string Place(string path) => path.Length == 0 ? "/" : path;
}
