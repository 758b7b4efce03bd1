namespace HybridOrleans.CrashChild;

/// <summary>Tells the test what happened, one line for each event, before anything else happens.</summary>
internal static class Report
{
    private static readonly Lock Gate = new();
    private static readonly Stream Output = Console.OpenStandardOutput();

    public static void Line(string text)
    {
        lock (Gate)
        {
            Output.Write(System.Text.Encoding.UTF8.GetBytes(text.ReplaceLineEndings(" ") + "\n"));
            Output.Flush();
        }
    }
}
