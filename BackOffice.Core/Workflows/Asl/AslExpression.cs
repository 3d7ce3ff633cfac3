using System.Globalization;
using System.Text;

namespace BackOffice.Core.Workflows.Asl;

/// <summary>The value of a field whose name ends in <c>.$</c>: a path or a call of an intrinsic function.</summary>
internal abstract class AslExpression
{
    /// <param name="field">The field, for messages.</param>
    /// <exception cref="StateFailure">A path leads nowhere, or a function refuses its arguments.</exception>
    public abstract Json Evaluate(EvaluationScope scope, string field);

    /// <exception cref="FormatException">Neither a path nor a call.</exception>
    public static AslExpression Parse(string text)
    {
        if (!text.StartsWith("States.", StringComparison.Ordinal))
            return new PathExpression(AslPath(text));
        var at = 0;
        var call = Call(text, ref at, 1);
        return at == text.Length ? call : throw Bad(text, at, "the call ends here");
    }

    /// <summary>Intrinsic functions in one field (developer guide, "Intrinsic functions": up to 10 nested).</summary>
    private const int MostNested = 10;

    private static AslPath AslPath(string text) => AslPathParser.Parse(text);

    private static CallExpression Call(string text, ref int at, int depth)
    {
        var start = at;
        if (depth > MostNested)
            throw Bad(text, at, "intrinsic functions nest at most ten deep");
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '.'))
            at++;
        var name = text[start..at];
        if (IntrinsicFunctions.Find(name) is not { } function)
            throw new NotRunHere($"There is no intrinsic function {name}: {text}");
        Expect(text, ref at, '(');
        var arguments = new List<AslExpression>();
        Blanks(text, ref at);
        if (at < text.Length && text[at] != ')')
        {
            do
                arguments.Add(Argument(text, ref at, depth));
            while (Comma(text, ref at));
        }

        Expect(text, ref at, ')');
        if (arguments.Count < function.MinArguments || arguments.Count > function.MaxArguments)
            throw Bad(text, start, $"{name} takes another number of arguments");
        return new CallExpression(text[start..at], function, [.. arguments]);
    }

    private static AslExpression Argument(string text, ref int at, int depth)
    {
        Blanks(text, ref at);
        if (at >= text.Length)
            throw Bad(text, at, "an argument is expected");
        if (text[at] == '$')
            return new PathExpression(AslPathParser.ParsePrefix(text, ref at));
        if (text[at] == '\'')
            return new LiteralExpression(Json.Of(Quoted(text, ref at)));
        if (text.AsSpan(at).StartsWith("States.", StringComparison.Ordinal))
            return Call(text, ref at, depth + 1);
        var start = at;
        while (at < text.Length && text[at] is not (',' or ')' or ' '))
            at++;
        var word = text[start..at];
        return word switch
        {
            "true" => new LiteralExpression(Json.True),
            "false" => new LiteralExpression(Json.False),
            "null" => new LiteralExpression(Json.Null),
            _ when double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => new LiteralExpression(new JsonNum(word)),
            _ => throw Bad(text, start, "an argument is a path, a 'text', a number, true, false, null or a call"),
        };
    }

    /// <summary>Text in single quotes. A backslash keeps the next quote, brace or backslash; the braces' backslashes stay for States.Format.</summary>
    private static string Quoted(string text, ref int at)
    {
        var value = new StringBuilder();
        for (at++; at < text.Length && text[at] != '\''; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
            {
                at++;
                if (text[at] is not ('\'' or '\\'))
                    value.Append('\\');
            }

            value.Append(text[at]);
        }

        Expect(text, ref at, '\'');
        return value.ToString();
    }

    private static bool Comma(string text, ref int at)
    {
        Blanks(text, ref at);
        if (at >= text.Length || text[at] != ',')
            return false;
        at++;
        return true;
    }

    private static void Blanks(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
    }

    private static void Expect(string text, ref int at, char c)
    {
        Blanks(text, ref at);
        if (at >= text.Length || text[at] != c)
            throw Bad(text, at, $"'{c}' is expected");
        at++;
    }

    private static FormatException Bad(string text, int at, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"'{text}' is not an expression: {what} (position {at})"));
}

internal sealed class PathExpression(AslPath path) : AslExpression
{
    public override Json Evaluate(EvaluationScope scope, string field) => scope.Read(path, field);
}

internal sealed class LiteralExpression(Json value) : AslExpression
{
    public override Json Evaluate(EvaluationScope scope, string field) => value;
}

internal sealed class CallExpression(string text, IntrinsicFunction function, AslExpression[] arguments) : AslExpression
{
    public override Json Evaluate(EvaluationScope scope, string field)
    {
        var values = Array.ConvertAll(arguments, a => a.Evaluate(scope, field));
        try
        {
            return function.Invoke(values, scope.Random);
        }
        catch (FormatException e)
        {
            throw new StateFailure(StatesError.IntrinsicFailure, $"The function '{text}' had the following error: {e.Message}");
        }
    }
}
