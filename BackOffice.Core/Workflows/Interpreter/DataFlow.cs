using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Core.Workflows.Interpreter;

/// <summary>The data's way through a state, step by step: InputPath, Parameters, the work, ResultSelector, ResultPath, OutputPath.</summary>
internal static class DataFlow
{
    /// <summary>After InputPath: what the state's expressions read.</summary>
    public static EvaluationScope Input(AslState state, EvaluationScope entered) =>
        state.DiscardInput ? entered.On(Json.Empty)
        : state.InputPath is null ? entered
        : entered.On(entered.Select(state.InputPath));

    /// <summary>After Parameters.</summary>
    public static Json Parameters(AslResultState state, EvaluationScope scope) => state.Parameters?.Fill(scope) ?? scope.Data;

    /// <summary>A Pass state's result: its Result takes the place of whatever came in.</summary>
    public static Json Effective(PassState state, EvaluationScope scope) => state.Result ?? Parameters(state, scope);

    /// <summary>After ResultSelector.</summary>
    public static Json Selected(AslWorkState state, Json result, Func<Json, EvaluationScope> on) => state.ResultSelector?.Fill(on(result)) ?? result;

    /// <summary>After ResultPath: the result at its place in the data as the state was entered.</summary>
    /// <exception cref="StateFailure">States.ResultPathMatchFailure: the place does not fit.</exception>
    public static Json Place(AslResultState state, Json entered, Json result) =>
        state.DiscardResult ? entered
        : state.ResultPath is null ? result
        : state.ResultPath.Set(entered, result);

    /// <summary>After OutputPath.</summary>
    public static Json Output(AslState state, Json data, Func<Json, EvaluationScope> on) =>
        state.DiscardOutput ? Json.Empty
        : state.OutputPath is null ? data
        : on(data).Select(state.OutputPath);

    /// <summary>A whole number that a path leads to; a text of digits is one too (recorded for MaxConcurrencyPath).</summary>
    /// <exception cref="StateFailure">States.Runtime, in AWS's words.</exception>
    public static long Whole(EvaluationScope scope, AslPath path, string field, long least, long most = 99_999_999)
    {
        var value = scope.Read(path, field);
        var number = value is JsonStr text ? new JsonNum(text.Value) : value as JsonNum;
        if (number is null || !number.IsLong(out var whole))
            throw new StateFailure(StatesError.Runtime, $"The {field} parameter cannot be parsed as a long value: {path.Text} == {Plain(value)}");
        if (whole < least)
        {
            throw new StateFailure(
                StatesError.Runtime,
                $"The {field} parameter references a {(whole < 0 ? "negative value" : "value that is too small")}: {path.Text} == {Plain(value)}");
        }

        return whole <= most
            ? whole
            : throw new StateFailure(StatesError.Runtime, $"The {field} parameter references a value that is too large: {path.Text} == {Plain(value)}");
    }

    public static string Plain(Json value) => value is JsonStr text ? text.Value : value.Text;
}
