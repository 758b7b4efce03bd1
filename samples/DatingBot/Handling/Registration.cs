using HybridOrleans.Samples.DatingBot.Members;
using HybridOrleans.Samples.DatingBot.Telegram;

namespace HybridOrleans.Samples.DatingBot.Handling;

/// <summary>Asks for a profile, one field after another.</summary>
internal static class Registration
{
    public const string Button = "new";

    /// <summary>The follow-up that reminds of a registration without an end.</summary>
    public const string ReminderId = "unfinished";

    private const string UseName = "name";
    private const string NoAbout = "skip";

    private static readonly TimeSpan RemindAfter = TimeSpan.FromDays(1);

    public static void Begin(Visit visit)
    {
        if (visit.Member.IsRegistered)
        {
            visit.Say(visit.Texts.WelcomeBack(visit.Member.Answers!.Name));
            return;
        }

        visit.Dialog.Registration = new Answers();
        visit.Turn.FollowUps.Schedule(ReminderId, visit.Incoming.At + RemindAfter);
        visit.Say(visit.Texts.Welcome);
        Ask(visit, Field.Name);
    }

    public static void Press(Visit visit, string argument)
    {
        var answer = (argument, visit.Dialog.Asked) switch
        {
            (UseName, Field.Name) => FieldRules.Accept(Field.Name, visit.Incoming.FirstName),
            (NoAbout, Field.About) => "",
            _ => null,
        };
        if (visit.Dialog.Registration is not null && answer is not null)
        {
            Accept(visit, answer);
        }
    }

    public static void Take(Visit visit, string text)
    {
        if (FieldRules.Accept(visit.Dialog.Asked, text) is { } answer)
        {
            Accept(visit, answer);
        }
        else
        {
            visit.Say(visit.Texts.Refuse(visit.Dialog.Asked));
        }
    }

    public static void Cancel(Visit visit)
    {
        visit.EndDialog();
        visit.Turn.FollowUps.Cancel(ReminderId);
        visit.Say(visit.Texts.Cancelled);
    }

    private static void Ask(Visit visit, Field field)
    {
        visit.Dialog.Asked = field;
        var suggested = FieldRules.Accept(Field.Name, visit.Incoming.FirstName);
        IReadOnlyList<ReplyButton> buttons = field switch
        {
            Field.Name when suggested is not null
                => [new(visit.Texts.UseName(suggested), ButtonData.Of(Button, UseName))],
            Field.About => [new(visit.Texts.SkipAbout, ButtonData.Of(Button, NoAbout))],
            _ => [],
        };
        visit.Say(visit.Texts.Ask(field), buttons);
    }

    private static void Accept(Visit visit, string answer)
    {
        var answers = visit.Dialog.Registration!.With(visit.Dialog.Asked, answer);
        visit.Dialog.Registration = answers;
        if (visit.Dialog.Asked != Field.About)
        {
            Ask(visit, visit.Dialog.Asked + 1);
            return;
        }

        visit.Member.Answers = answers;
        visit.EndDialog();
        visit.Turn.FollowUps.Cancel(ReminderId);
        visit.NoteEvent("registered");
        visit.Say(visit.Texts.Registered);
    }
}
