namespace HybridOrleans.TestKit.Histories;

/// <summary>The one place of the histories that waits: nothing but time tells load and faults to go on.</summary>
internal static class Pacing
{
    /// <summary>Lets time pass, or ends early without an error.</summary>
    public static async Task PassAsync(this TimeProvider time, TimeSpan span, CancellationToken stop = default)
        => await Task.Delay(span, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Lets milliseconds pass, or ends early without an error.</summary>
    public static Task PassAsync(this TimeProvider time, int milliseconds, CancellationToken stop = default)
        => time.PassAsync(TimeSpan.FromMilliseconds(milliseconds), stop);
}
