using HybridOrleans.Bench;
using HybridOrleans.Bench.Hosting;
using HybridOrleans.Bench.Measuring;
using HybridOrleans.Bench.Migration;
using HybridOrleans.Bench.Questions;
using HybridOrleans.Bench.Report;

if (args is [Footprint.FirstCall])
{
    return await FirstCall.RunAsync();
}

if (Arguments.Parse(args) is not { } arguments)
{
    await Console.Error.WriteLineAsync(Arguments.Usage);
    return 1;
}

var rows = new List<Row>();
var goals = new List<Goal>();
var rounds = new Rounds(arguments, Console.Error);
if (arguments.WantsStores)
{
    Memory? memory = null;
    TimeSpan? start = null;
    await using var bench = await Workbench.OpenAsync();
    var stores = new StoreQuestions(rounds, bench);
    var footprint = new Footprint(bench, Console.Error);
    if (arguments.Wants("footprint"))
    {
        memory = await footprint.BytesPerThousandAsync();
        start = await footprint.StartToFirstCallAsync();
    }

    if (arguments.Wants("tier1"))
    {
        rows.AddRange(await new TierOneQuestion(rounds, bench).AskAsync());
    }

    if (arguments.Wants("write"))
    {
        rows.AddRange(await stores.WriteAsync());
    }

    if (arguments.Wants("read"))
    {
        rows.AddRange(await stores.ReadAsync());
    }

    goals.AddRange(Goals.Of(rows, memory, start));
}

var answer = await new MigrationQuestions(arguments, rounds, Console.Error).AskAsync();
rows.AddRange(answer.Rows);
goals.AddRange(answer.Goals);
var report = new MarkdownReport(arguments, TimeProvider.System).Write(rows, goals);
Console.Write(report);
if (arguments.Report is { } file)
{
    await File.WriteAllTextAsync(file, report);
}

return 0;
