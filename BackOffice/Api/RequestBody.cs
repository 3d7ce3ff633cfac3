using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BackOffice.Core.Common;

namespace BackOffice.Api;

/// <summary>Reads a request's JSON with a limit, and says what is wrong in the API's own words.</summary>
internal static class RequestBody
{
    /// <summary>An order of 20 lines is some 8 kB; 256 kB is far beyond any real one.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>The whole body, or null when it is longer than the limit.</summary>
    public static async ValueTask<byte[]?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
            return null;
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>The body as a command's fields; Invalid names the place where it is not what was expected.</summary>
    public static async ValueTask<Result<T>> ReadJsonAsync<T>(HttpRequest request, JsonTypeInfo<T> shape, CancellationToken cancellationToken)
        where T : class
    {
        if (!IsJson(request))
            return new Invalid("Content-Type", "Send application/json.");
        if (await ReadAsync(request, MaxBytes, cancellationToken) is not { } bytes)
            return new Invalid("", "The body is longer than 256 kB.");
        try
        {
            return JsonSerializer.Deserialize(bytes, shape) is { } body ? body : new Invalid("", "A JSON object is expected.");
        }
        catch (JsonException exception)
        {
            return new Invalid(PointerOf(exception.Path), "This is not the JSON that is expected here.");
        }
    }

    public static ProblemResult TooLarge() =>
        new(new Invalid("", "The body is longer than 256 kB."), StatusCodes.Status413PayloadTooLarge);

    public static ProblemResult NotJson() =>
        new(new Invalid("Content-Type", "Send application/json."), StatusCodes.Status415UnsupportedMediaType);

    public static bool IsJson(HttpRequest request) => request.HasJsonContentType();

    /// <summary><c>$.lines[0].city</c> as <c>/lines/0/city</c>.</summary>
    private static string PointerOf(string? path) =>
        path is null or "$" ? "" : path.Replace("$", "", StringComparison.Ordinal).Replace("[", "/", StringComparison.Ordinal)
            .Replace("]", "", StringComparison.Ordinal).Replace('.', '/');
}
