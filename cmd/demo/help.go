package main

import (
	"flag"
	"fmt"
	"slices"
	"strings"
)

// help writes the page of all commands, or the page of one: words are help and
// a command, or the words of a command line that has -h.
func help(p process, f *flags, words []string) error {
	if len(words) > 0 && words[0] == "help" {
		words = words[1:]
		if len(words) > 1 {
			return usagef("help takes [COMMAND]")
		}
	}
	if len(words) == 0 {
		fmt.Fprintf(p.stdout, "%s\n%s\n%s", usageHead, commandList(p.style), usageTail)
		return nil
	}
	cmd, err := findCommand(words[0])
	if err != nil {
		return err
	}
	fmt.Fprint(p.stdout, cmd.page(p.style, f.set))
	return nil
}

const usageHead = `demo works on the metadata of Alibaba Cloud OSS objects.
`

const usageTail = `"demo help COMMAND" has the flags of a command, its JSON, and an example. Flags stand before or
after the arguments; "--" ends them, for a KEY that begins with "-".

Where to: the flags -endpoint or -region, and -bucket, or in their place the variables
OSS_ENDPOINT, OSS_REGION, OSS_BUCKET. Who: OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, and
OSS_SESSION_TOKEN for an STS key; from the environment only, and without them requests are
anonymous.

The exit status is 0; 1 if the operation failed; 2 if the command line or the configuration
cannot be used. A failure is one line on standard error.
`

// commandList has a line or two for each command.
func commandList(s style) string {
	var b strings.Builder
	line := func(name, synopsis, about string) {
		fmt.Fprintf(&b, "  demo %s%s  %s\n", s.bold(name), pad(" "+synopsis, 26-len(name)), indented(about, 35))
	}
	line("", "", "a tour; it needs no account, and nothing leaves this machine")
	for i := range commands {
		line(commands[i].name, commands[i].synopsis, commands[i].about)
	}
	line("help", "[COMMAND]", "this page, or that of a command")
	return b.String()
}

// page is the help of one command.
func (cmd *command) page(s style, set *flag.FlagSet) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n", s.bold(strings.TrimRight("demo "+cmd.name+" "+cmd.synopsis, " ")), indented("  "+cmd.about, 2))
	if cmd.more != "" {
		fmt.Fprintf(&b, "\n%s\n", cmd.more)
	}
	own := func(name string) bool { // what is no matter of the connection
		return name == "H" || !slices.Contains(connection, name) || !slices.Contains(cmd.flags, "endpoint")
	}
	if slices.ContainsFunc(cmd.flags, own) {
		fmt.Fprintf(&b, "\n%s\n%s", s.bold("Flags"), flagList(s, set, cmd.flags, own))
	}
	if slices.Contains(cmd.flags, "endpoint") {
		fmt.Fprintf(&b, "\n%s\n%s", s.bold("Where to, and how"),
			flagList(s, set, cmd.flags, func(name string) bool { return !own(name) }))
	}
	fmt.Fprintf(&b, "\n%s\n  %s\n", s.bold("Example"), indented(cmd.example, 2))
	return b.String()
}

// flagList has the flags of a command of which own says so.
func flagList(s style, set *flag.FlagSet, names []string, own func(string) bool) string {
	var b strings.Builder
	for _, name := range names {
		if !own(name) {
			continue
		}
		value, about := flag.UnquoteUsage(set.Lookup(name))
		if isBool(set.Lookup(name)) {
			value = ""
		}
		about = strings.TrimPrefix(about, value+" ")
		fmt.Fprintf(&b, "  %s%s  %s\n", s.bold("-"+name), pad(" "+value, 22-len(name)), indented(about, 27))
	}
	return b.String()
}

func pad(text string, columns int) string { return fmt.Sprintf("%-*s", max(columns, 0), text) }

// indented indents all lines but the first.
func indented(text string, columns int) string {
	return strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", columns))
}
