using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;

namespace BackOffice.Api;

/// <summary>
/// An <see cref="Error"/> as RFC 9457 problem details: the one place where errors become answers. Wrong fields are in <c>errors</c>, each with a
/// <c>pointer</c> into the body (or the <c>parameter</c>'s name) and a <c>detail</c>.
/// </summary>
internal sealed class ProblemResult(Error error, int? status = null) : IResult
{
    private const int RetryAfterSeconds = 2;

    // The answer is JSON with nosniff, never part of a page: quotes need no escape.
    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int StatusOf(Error error) => error switch
    {
        NotFound => StatusCodes.Status404NotFound,
        Forbidden => StatusCodes.Status403Forbidden,
        Conflict => StatusCodes.Status409Conflict,
        Invalid => StatusCodes.Status400BadRequest,
        Unavailable => StatusCodes.Status503ServiceUnavailable,
        Rejected => StatusCodes.Status422UnprocessableEntity,
        Throttled => StatusCodes.Status429TooManyRequests,
        PatternRefusal => StatusCodes.Status400BadRequest,
        _ => throw new UnreachableException(error.GetType().Name),
    };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status ?? StatusOf(error);
        response.ContentType = "application/problem+json";
        if (error is Unavailable { Retryable: true })
            response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        if (error is Throttled throttled)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(throttled.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        using (var json = new Utf8JsonWriter(response.BodyWriter, s_readable))
            Write(json, response.StatusCode, httpContext);
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    private void Write(Utf8JsonWriter json, int statusCode, HttpContext context)
    {
        json.WriteStartObject();
        json.WriteString("type", "urn:backoffice:problem:" + error.Code);
        json.WriteString("title", TitleOf(statusCode));
        json.WriteNumber("status", statusCode);
        json.WriteString("detail", error.Message);
        json.WriteString("code", error.Code);
        json.WriteString("traceId", Activity.Current?.Id ?? context.TraceIdentifier);
        switch (error)
        {
            case Forbidden forbidden:
                json.WriteString("permission", forbidden.Permission);
                break;
            case Conflict conflict:
                if (conflict.By is not null)
                    json.WriteString("by", conflict.By);
                if (conflict.At is { } at)
                    json.WriteString("at", at);
                break;
            case Invalid invalid:
                WriteFields(json, invalid.Fields);
                break;
            case PatternRefusal refusal:
                WriteRefusal(json, refusal);
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>Where in the pattern, what to write instead, and what AWS would have said.</summary>
    private static void WriteRefusal(Utf8JsonWriter json, PatternRefusal refusal)
    {
        json.WriteString("path", refusal.Path);
        json.WriteNumber("line", refusal.Line);
        json.WriteNumber("column", refusal.Column);
        if (refusal.Suggestion is not null)
            json.WriteString("suggestion", refusal.Suggestion);
        if (refusal.AwsReason is not null)
            json.WriteString("awsReason", refusal.AwsReason);
    }

    private static void WriteFields(Utf8JsonWriter json, IReadOnlyList<FieldError> fields)
    {
        json.WriteStartArray("errors");
        foreach (var field in fields)
        {
            json.WriteStartObject();
            if (field.Field.Length == 0 || field.Field[0] == '/')
                json.WriteString("pointer", "#" + field.Field);
            else
                json.WriteString("parameter", field.Field);
            json.WriteString("detail", field.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string TitleOf(int statusCode) => statusCode switch
    {
        StatusCodes.Status400BadRequest => "The request is wrong",
        StatusCodes.Status403Forbidden => "Not permitted",
        StatusCodes.Status404NotFound => "Not found",
        StatusCodes.Status409Conflict => "Conflict",
        StatusCodes.Status413PayloadTooLarge => "Too large",
        StatusCodes.Status415UnsupportedMediaType => "Not JSON",
        StatusCodes.Status422UnprocessableEntity => "Refused",
        StatusCodes.Status429TooManyRequests => "Too often",
        StatusCodes.Status503ServiceUnavailable => "Not available now",
        _ => "Error",
    };
}
