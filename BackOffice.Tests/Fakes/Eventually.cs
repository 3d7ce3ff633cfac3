using System.Diagnostics;

namespace BackOffice.Tests.Fakes;

/// <summary>Waits for what another thread brings about.</summary>
public static class Eventually
{
    /// <summary>Until the condition holds; fails after thirty seconds.</summary>
    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));

    /// <inheritdoc cref="TrueAsync(Func{bool})"/>
    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), "It never came.");
            await Task.Yield();
        }
    }
}
