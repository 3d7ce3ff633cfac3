using BackOffice.Core.Common;

namespace BackOffice.Api;

internal static class ApiResults
{
    /// <summary>The value in the API's shape, or the error's problem.</summary>
    public static IResult ToResult<T>(this Result<T> result) => result.Match(Json, Problem);

    public static IResult Problem(Error error) => new ProblemResult(error);

    public static IResult Json<T>(T value) => TypedResults.Json(value, ApiJson.Of<T>());
}
