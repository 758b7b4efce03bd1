namespace HybridOrleans.Storage.Migration.Synchronising;

/// <summary>How far a walk has come.</summary>
/// <param name="Work">What is done: <c>synchronise</c> or <c>verify</c>.</param>
/// <param name="Done">Records looked at.</param>
/// <param name="Total">About how many there are.</param>
/// <param name="PerSecond">Records a second since this process took it up; 0 before the first.</param>
/// <param name="Left">The time left at this rate; null before there is one.</param>
/// <param name="Throttle">The pause after each batch now.</param>
public sealed record WorkProgress(
    string Work, long Done, long Total, double PerSecond, TimeSpan? Left, TimeSpan Throttle)
{
    internal static WorkProgress Of(
        string work, long done, long total, long doneHere, TimeSpan elapsed, TimeSpan throttle)
    {
        var rate = elapsed > TimeSpan.Zero ? doneHere / elapsed.TotalSeconds : 0;
        TimeSpan? left = rate > 0 ? TimeSpan.FromSeconds(Math.Max(0, total - done) / rate) : null;
        return new WorkProgress(work, done, Math.Max(total, done), rate, left, throttle);
    }
}
